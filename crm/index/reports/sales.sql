-- Question: what did each client buy in the period?
-- Grain: one row a chosen client with an order in the period.
-- Columns: client, orders, last_day (of an order), revenue (order amounts less refunds),
-- order_amounts and priced_orders (orders with a known amount). Money in 1/10,000.
SELECT
    client,
    COUNT(CASE WHEN type = 'order' AND (amount >= 0 OR amount IS NULL) THEN 1 END) AS orders,
    MAX(CASE WHEN type = 'order' AND (amount >= 0 OR amount IS NULL) THEN day END) AS last_day,
    COALESCE(SUM(CASE type WHEN 'order' THEN amount ELSE -amount END), 0) AS revenue,
    COALESCE(SUM(CASE WHEN type = 'order' AND amount >= 0 THEN amount END), 0) AS order_amounts,
    COUNT(CASE WHEN type = 'order' AND amount >= 0 THEN 1 END) AS priced_orders
FROM money
WHERE type IN ('order', 'refund')
    AND day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
GROUP BY client
HAVING orders > 0
ORDER BY client;
