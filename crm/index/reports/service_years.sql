-- Question: what did each service bring before and after a day?
-- Grain: one row a service in the lines of the chosen clients' orders in the period.
-- Columns: service, before, after (the day itself is after). Money in 1/10,000.
SELECT
    order_line.service,
    COALESCE(SUM(CASE WHEN money.day < :cut THEN order_line.amount END), 0) AS before,
    COALESCE(SUM(CASE WHEN money.day >= :cut THEN order_line.amount END), 0) AS after
FROM order_line
JOIN money ON money.client = order_line.client AND money.n = order_line.n
WHERE order_line.service IS NOT NULL
    AND money.type = 'order'
    AND (money.amount >= 0 OR money.amount IS NULL)
    AND money.day BETWEEN :first AND :last
    AND money.client IN (SELECT value FROM json_each(:chosen))
GROUP BY order_line.service
ORDER BY order_line.service;
