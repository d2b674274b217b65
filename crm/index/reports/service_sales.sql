-- Question: what was sold of each service in the period?
-- Grain: one row a service in the lines of the chosen clients' orders.
-- Columns: service, quantity, revenue and cost of the lines (1/10,000).
SELECT
    service,
    COALESCE(SUM(qty), 0) AS quantity,
    COALESCE(SUM(amount), 0) AS revenue,
    COALESCE(SUM(cost), 0) AS cost
FROM order_line
WHERE service IS NOT NULL
    AND day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
GROUP BY service
ORDER BY service;
