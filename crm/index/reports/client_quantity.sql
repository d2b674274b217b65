-- Question: how much did each client buy in the period, counted in pieces?
-- Grain: one row a chosen client with a line in an order.
-- Columns: client, quantity.
SELECT order_line.client, COALESCE(SUM(order_line.qty), 0) AS quantity
FROM order_line
JOIN money ON money.client = order_line.client AND money.n = order_line.n
WHERE money.type = 'order'
    AND (money.amount >= 0 OR money.amount IS NULL)
    AND money.day BETWEEN :first AND :last
    AND money.client IN (SELECT value FROM json_each(:chosen))
GROUP BY order_line.client
ORDER BY order_line.client;
