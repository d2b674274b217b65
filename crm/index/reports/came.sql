-- Question: when did each client come, from where, and where is it?
-- Grain: one row a chosen client known on the last day.
-- Columns: client, came_day (`since` when that has come, else the first entry; empty without
-- either), source, referred_by, campaign, region, city, country.
WITH begun AS (
    SELECT
        client,
        MIN(CASE WHEN day <= :last THEN day END) AS day,
        COUNT(day) AS dated
    FROM interaction
    GROUP BY client
)
SELECT
    client.id AS client,
    CASE WHEN client.since_day <= :last THEN client.since_day ELSE begun.day END AS came_day,
    client.source,
    client.referred_by,
    client.campaign,
    client.region,
    client.city,
    client.country
FROM client
LEFT JOIN begun ON begun.client = client.id
WHERE client.id IN (SELECT value FROM json_each(:chosen))
    AND (
        client.since_day <= :last
        OR begun.day IS NOT NULL
        OR (client.since_day IS NULL AND COALESCE(begun.dated, 0) = 0)
    )
ORDER BY client.id;
