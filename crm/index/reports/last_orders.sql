-- Question: when did each client last order in the period?
-- Grain: one row a chosen client with an order.
-- Columns: client, day, time, n of its last order.
SELECT client, day, time, n
FROM (
    SELECT
        money.client,
        money.day,
        interaction.time,
        money.n,
        ROW_NUMBER() OVER (
            PARTITION BY money.client
            ORDER BY money.day DESC, COALESCE(interaction.time, '') DESC, money.n DESC
        ) AS back
    FROM money
    JOIN interaction ON interaction.client = money.client AND interaction.n = money.n
    WHERE money.type = 'order'
        AND (money.amount >= 0 OR money.amount IS NULL)
        AND money.day BETWEEN :first AND :last
        AND money.client IN (SELECT value FROM json_each(:chosen))
) AS placed
WHERE back = 1
ORDER BY client;
