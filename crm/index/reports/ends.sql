-- Question: with which clients did the work end by the last day, or may it have ended silently?
-- Grain: one row a chosen client known on the last day that is closed or has ordered.
-- Columns: client, region, closed (1 when closed by then), closed_day (empty: always), reason (of
-- the closing), last_day (of its orders, empty without), revenue (order amounts less refunds,
-- 1/10,000), rival (the last competitor its entries name).
WITH ordered AS (
    SELECT
        client,
        MAX(CASE WHEN type = 'order' AND (amount >= 0 OR amount IS NULL) THEN day END) AS last_day,
        SUM(CASE type WHEN 'order' THEN amount ELSE -amount END) AS revenue
    FROM money
    WHERE type IN ('order', 'refund') AND day <= :last
    GROUP BY client
),
named AS (
    SELECT
        detail.client,
        detail.competitor,
        ROW_NUMBER() OVER (
            PARTITION BY detail.client
            ORDER BY interaction.day DESC, COALESCE(interaction.time, '') DESC, interaction.n DESC
        ) AS back
    FROM detail
    JOIN interaction ON interaction.client = detail.client AND interaction.n = detail.n
    WHERE detail.competitor IS NOT NULL AND interaction.day <= :last
)
SELECT
    client.id AS client,
    client.region,
    client.closed = 1 AND COALESCE(client.closed_day, 0) <= :last AS closed,
    client.closed_day,
    client.closed_reason AS reason,
    ordered.last_day,
    COALESCE(ordered.revenue, 0) AS revenue,
    named.competitor AS rival
FROM client
LEFT JOIN ordered ON ordered.client = client.id
LEFT JOIN named ON named.client = client.id AND named.back = 1
WHERE client.id IN (SELECT value FROM json_each(:chosen))
    AND (
        ordered.last_day IS NOT NULL
        OR (client.closed = 1 AND COALESCE(client.closed_day, 0) <= :last)
    )
ORDER BY client.id;
