-- Question: how much did each client buy in the period, counted in pieces?
-- Grain: one row a chosen client with a line in an order.
-- Columns: client, quantity.
SELECT client, COALESCE(SUM(qty), 0) AS quantity
FROM order_line
WHERE day BETWEEN :first AND :last AND client IN (SELECT value FROM json_each(:chosen))
GROUP BY client
ORDER BY client;
