-- Question: when did each client first and last buy each service in the period?
-- Grain: one row a chosen client and service in the lines of its orders.
-- Columns: client, service, first_day, last_day.
SELECT
    order_line.client,
    order_line.service,
    MIN(money.day) AS first_day,
    MAX(money.day) AS last_day
FROM order_line
JOIN money ON money.client = order_line.client AND money.n = order_line.n
WHERE order_line.service IS NOT NULL
    AND money.type = 'order'
    AND (money.amount >= 0 OR money.amount IS NULL)
    AND money.day BETWEEN :first AND :last
    AND money.client IN (SELECT value FROM json_each(:chosen))
GROUP BY order_line.client, order_line.service
ORDER BY order_line.client, order_line.service;
