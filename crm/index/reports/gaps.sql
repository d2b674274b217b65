-- Question: what is missing in the files of clients, and what is at stake?
-- Grain: one row a chosen client known in the period.
-- Columns: client, filled and fillable (required and recommended keys), gaps (keys without a value,
-- parted by spaces), revenue (of the last 365 days, 1/10,000), potential (1/10,000).
SELECT
    figure.client,
    client.filled,
    client.fillable,
    client.gaps,
    figure.revenue_365 AS revenue,
    client.potential
FROM figure
JOIN client ON client.id = figure.client
WHERE figure.client IN (SELECT value FROM json_each(:chosen))
    AND COALESCE(figure.known >= :since, 1)
    AND COALESCE(figure.known <= :until, 1)
ORDER BY figure.client;
