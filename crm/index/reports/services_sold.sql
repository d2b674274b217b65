-- Question: what was sold of each service in the period, and what did one unit of it cost in each of
-- two spans of days?
-- Grain: one row a service in the lines of the chosen clients' orders, in the period or in a span.
-- Columns: service; quantity, revenue and cost of the lines of the period; amount_before and
-- quantity_before of the lines from the day :begun to the one before :cut, amount_after and
-- quantity_after of those from :cut on, lines without a known amount left out. Money in 1/10,000.
SELECT
    service,
    COALESCE(SUM(CASE WHEN day >= :first THEN qty END), 0) AS quantity,
    COALESCE(SUM(CASE WHEN day >= :first THEN amount END), 0) AS revenue,
    COALESCE(SUM(CASE WHEN day >= :first THEN cost END), 0) AS cost,
    COALESCE(SUM(CASE WHEN day >= :begun AND day < :cut THEN amount END), 0) AS amount_before,
    COALESCE(SUM(CASE WHEN day >= :begun AND day < :cut AND amount IS NOT NULL THEN qty END), 0)
        AS quantity_before,
    COALESCE(SUM(CASE WHEN day >= :cut THEN amount END), 0) AS amount_after,
    COALESCE(SUM(CASE WHEN day >= :cut AND amount IS NOT NULL THEN qty END), 0) AS quantity_after
FROM order_line
WHERE service IS NOT NULL
    AND day BETWEEN MIN(:first, :begun) AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
GROUP BY service
ORDER BY service;
