-- Question: which orders were placed up to the last day, and what could have brought them?
-- Grain: one row an order of a chosen client, of its first one the time does not matter: `place`
-- counts the client's orders from 1.
-- Columns: client, day, place, number, promo, campaign (the order's), amount and cogs (1/10,000).
SELECT
    money.client,
    money.day,
    ROW_NUMBER() OVER (
        PARTITION BY money.client
        ORDER BY money.day, COALESCE(interaction.time, ''), money.n
    ) AS place,
    money.number,
    money.promo,
    detail.campaign,
    money.amount,
    money.cogs
FROM money
JOIN interaction ON interaction.client = money.client AND interaction.n = money.n
LEFT JOIN detail ON detail.client = money.client AND detail.n = money.n
WHERE money.type = 'order'
    AND (money.amount >= 0 OR money.amount IS NULL)
    AND money.day <= :last
    AND money.client IN (SELECT value FROM json_each(:chosen))
ORDER BY money.client, place;
