-- Question: which services did each client buy in the period, and when?
-- Grain: one row a chosen client with a service in the lines of its orders.
-- Columns: client, services and days (JSON lists of equal length: the service and the day number of
-- each line, in no order).
SELECT
    client,
    json_group_array(service) AS services,
    json_group_array(day) AS days
FROM order_line
WHERE service IS NOT NULL
    AND day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
GROUP BY client;
