-- Question: which services were bought in one order?
-- Grain: one row an order of a chosen client in the period and a service in its lines.
-- Columns: client, n (place of the order in the journal), service.
SELECT DISTINCT order_line.client, order_line.n, order_line.service
FROM order_line
JOIN money ON money.client = order_line.client AND money.n = order_line.n
WHERE order_line.service IS NOT NULL
    AND money.type = 'order'
    AND (money.amount >= 0 OR money.amount IS NULL)
    AND money.day BETWEEN :first AND :last
    AND money.client IN (SELECT value FROM json_each(:chosen))
ORDER BY order_line.client, order_line.n, order_line.service;
