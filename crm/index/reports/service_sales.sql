-- Question: what was sold of each service in the period?
-- Grain: one row a service in the lines of the chosen clients' orders.
-- Columns: service, clients, orders, quantity, revenue and cost of the lines (1/10,000).
WITH sold AS (
    SELECT
        client,
        service,
        COUNT(DISTINCT n) AS orders,
        SUM(qty) AS quantity,
        SUM(amount) AS revenue,
        SUM(cost) AS cost
    FROM order_line
    WHERE service IS NOT NULL
        AND day BETWEEN :first AND :last
        AND client IN (SELECT value FROM json_each(:chosen))
    GROUP BY client, service
)
SELECT
    service,
    COUNT(*) AS clients,
    SUM(orders) AS orders,
    COALESCE(SUM(quantity), 0) AS quantity,
    COALESCE(SUM(revenue), 0) AS revenue,
    COALESCE(SUM(cost), 0) AS cost
FROM sold
GROUP BY service
ORDER BY service;
