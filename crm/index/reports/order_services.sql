-- Question: which services do some orders have?
-- Grain: one row an order and service; `:orders` is a JSON list of pairs of client and n.
-- Columns: client, n (the order), service.
SELECT DISTINCT order_line.client, order_line.n, order_line.service
FROM json_each(:orders) AS pair
JOIN order_line
    ON order_line.client = json_extract(pair.value, '$[0]')
    AND order_line.n = json_extract(pair.value, '$[1]')
WHERE order_line.service IS NOT NULL
ORDER BY order_line.client, order_line.n, order_line.service;
