-- Question: what did one unit of each service cost in each of two spans of days?
-- Grain: one row a service in the lines of the chosen clients' orders between :begun and :last.
-- Columns: service, amount_before and quantity_before (before the day :cut), amount_after and
-- quantity_after (from it on). Amounts in 1/10,000; lines without a known amount are left out.
SELECT
    service,
    COALESCE(SUM(CASE WHEN day < :cut THEN amount END), 0) AS amount_before,
    COALESCE(SUM(CASE WHEN day < :cut THEN qty END), 0) AS quantity_before,
    COALESCE(SUM(CASE WHEN day >= :cut THEN amount END), 0) AS amount_after,
    COALESCE(SUM(CASE WHEN day >= :cut THEN qty END), 0) AS quantity_after
FROM order_line
WHERE service IS NOT NULL
    AND amount IS NOT NULL
    AND day BETWEEN :begun AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
GROUP BY service
ORDER BY service;
