-- Question: in how many orders is each service?
-- Grain: one row a service in the orders of the chosen clients in the period, and one without a
-- service that counts the orders with any.
-- Columns: service, orders.
WITH basket AS (
    SELECT DISTINCT order_line.client, order_line.n, order_line.service
    FROM order_line
    JOIN money ON money.client = order_line.client AND money.n = order_line.n
    WHERE order_line.service IS NOT NULL
        AND money.type = 'order'
        AND (money.amount >= 0 OR money.amount IS NULL)
        AND money.day BETWEEN :first AND :last
        AND money.client IN (SELECT value FROM json_each(:chosen))
)
SELECT service, COUNT(*) AS orders FROM basket GROUP BY service
UNION ALL
SELECT NULL AS service, COUNT(*) AS orders FROM (SELECT DISTINCT client, n FROM basket) AS one;
