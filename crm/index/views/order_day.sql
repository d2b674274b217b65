-- Question: on which days did a client order?
-- Grain: one row a client and day with an order; orders of the same day count once.
-- Columns: client, day, date, orders, amount (1/10,000).
CREATE VIEW order_day AS
SELECT client, day, MIN(date) AS date, COUNT(*) AS orders, SUM(amount) AS amount
FROM orders
GROUP BY client, day;
