-- Question: what was sold of each service in the period?
-- Grain: one row a service in the lines of the chosen clients' orders.
-- Columns: service, clients, orders, quantity, revenue and cost of the lines (1/10,000).
WITH part AS (
    SELECT
        order_line.service,
        order_line.client,
        COUNT(DISTINCT order_line.n) AS orders,
        COALESCE(SUM(order_line.qty), 0) AS quantity,
        COALESCE(SUM(order_line.amount), 0) AS revenue,
        COALESCE(SUM(order_line.cost), 0) AS cost
    FROM order_line
    JOIN money ON money.client = order_line.client AND money.n = order_line.n
    WHERE order_line.service IS NOT NULL
        AND money.type = 'order'
        AND (money.amount >= 0 OR money.amount IS NULL)
        AND money.day BETWEEN :first AND :last
        AND money.client IN (SELECT value FROM json_each(:chosen))
    GROUP BY order_line.client, order_line.service
)
SELECT
    service,
    COUNT(*) AS clients,
    SUM(orders) AS orders,
    SUM(quantity) AS quantity,
    SUM(revenue) AS revenue,
    SUM(cost) AS cost
FROM part
GROUP BY service
ORDER BY service;
