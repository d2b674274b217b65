-- Question: what did each client bring in each calendar month?
-- Grain: one row a client and month with an order or a refund.
-- Columns: client, month (YYYY-MM), orders, revenue (order amounts less refunds, 1/10,000).
CREATE VIEW month AS
SELECT
    client,
    SUBSTR(date, 1, 7) AS month,
    COUNT(CASE WHEN type = 'order' AND (amount >= 0 OR amount IS NULL) THEN 1 END) AS orders,
    COALESCE(SUM(CASE type WHEN 'order' THEN amount ELSE -amount END), 0) AS revenue
FROM money
JOIN horizon ON money.day <= horizon.day
WHERE type IN ('order', 'refund')
GROUP BY client, SUBSTR(date, 1, 7);
