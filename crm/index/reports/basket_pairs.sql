-- Question: in how many orders do two services stand together?
-- Grain: one row a pair of different services, each pair once, in the orders of the chosen clients
-- in the period.
-- Columns: service, other (later in the alphabet), orders.
SELECT service, other, COUNT(*) AS orders
FROM (
    SELECT DISTINCT one.client, one.n, one.service, two.service AS other
    FROM order_line AS one
    JOIN order_line AS two
        ON two.client = one.client AND two.n = one.n AND two.service > one.service
    JOIN money ON money.client = one.client AND money.n = one.n
    WHERE money.type = 'order'
        AND (money.amount >= 0 OR money.amount IS NULL)
        AND money.day BETWEEN :first AND :last
        AND money.client IN (SELECT value FROM json_each(:chosen))
) AS pair
GROUP BY service, other
ORDER BY service, other;
