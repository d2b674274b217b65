-- Question: what is agreed or ended with each client?
-- Grain: one row a chosen client.
-- Columns: client, closed (0 or 1, also when that is yet to come), closed_day (empty: always),
-- paused and do_not_contact (0 or 1 at the horizon).
SELECT
    figure.client,
    client.closed,
    client.closed_day,
    figure.paused,
    figure.do_not_contact
FROM figure
JOIN client ON client.id = figure.client
WHERE figure.client IN (SELECT value FROM json_each(:chosen))
ORDER BY figure.client;
