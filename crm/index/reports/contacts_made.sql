-- Question: how often was each client spoken to in the period, and what did it order?
-- Grain: one row a chosen client with a touch or an order.
-- Columns: client, touches, last_touch (a date), orders, promo_orders, last_order (a date),
-- ever (1 when it has an order from the beginning to the last day).
SELECT
    interaction.client,
    SUM(interaction.touch AND interaction.day >= :first) AS touches,
    MAX(CASE WHEN interaction.touch = 1 THEN interaction.date END) AS last_touch,
    COUNT(CASE WHEN ordered.client IS NOT NULL AND interaction.day >= :first THEN 1 END) AS orders,
    COUNT(CASE WHEN ordered.promo IS NOT NULL AND interaction.day >= :first THEN 1 END)
        AS promo_orders,
    MAX(CASE WHEN ordered.client IS NOT NULL THEN interaction.date END) AS last_order,
    MAX(ordered.client IS NOT NULL) AS ever
FROM interaction
LEFT JOIN money AS ordered
    ON ordered.client = interaction.client
    AND ordered.n = interaction.n
    AND ordered.type = 'order'
    AND (ordered.amount >= 0 OR ordered.amount IS NULL)
WHERE interaction.day <= :last
    AND interaction.client IN (SELECT value FROM json_each(:chosen))
GROUP BY interaction.client
ORDER BY interaction.client;
