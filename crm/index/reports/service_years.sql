-- Question: what did each service bring before and after a day?
-- Grain: one row a service in the lines of the chosen clients' orders in the period.
-- Columns: service, before, after (the day itself is after). Money in 1/10,000.
SELECT
    service,
    COALESCE(SUM(CASE WHEN day < :cut THEN amount END), 0) AS before,
    COALESCE(SUM(CASE WHEN day >= :cut THEN amount END), 0) AS after
FROM order_line
WHERE service IS NOT NULL
    AND day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
GROUP BY service
ORDER BY service;
