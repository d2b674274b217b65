-- Question: what did one unit of each service cost in each of two spans of days?
-- Grain: one row a service in the lines of the chosen clients' orders between :begun and :last.
-- Columns: service, amount_before and quantity_before (before the day :cut), amount_after and
-- quantity_after (from it on). Amounts in 1/10,000; lines without a known amount are left out.
SELECT
    order_line.service,
    COALESCE(SUM(CASE WHEN money.day < :cut THEN order_line.amount END), 0) AS amount_before,
    COALESCE(SUM(CASE WHEN money.day < :cut THEN order_line.qty END), 0) AS quantity_before,
    COALESCE(SUM(CASE WHEN money.day >= :cut THEN order_line.amount END), 0) AS amount_after,
    COALESCE(SUM(CASE WHEN money.day >= :cut THEN order_line.qty END), 0) AS quantity_after
FROM order_line
JOIN money ON money.client = order_line.client AND money.n = order_line.n
WHERE order_line.service IS NOT NULL
    AND order_line.amount IS NOT NULL
    AND money.type = 'order'
    AND (money.amount >= 0 OR money.amount IS NULL)
    AND money.day BETWEEN :begun AND :last
    AND money.client IN (SELECT value FROM json_each(:chosen))
GROUP BY order_line.service
ORDER BY order_line.service;
