-- Question: what did a client buy, and what did that bring and cost?
-- Grain: one row a client with an entry about money.
-- Columns: client, orders, order_amounts, priced_orders (with a known amount), promo_orders,
-- orders_365; revenue (order amounts less refunds), cogs and expenses, each also _365;
-- revenue_before (of the 365 days before those). Money in 1/10,000.
CREATE VIEW turnover AS
WITH told AS (
    SELECT
        client,
        CASE WHEN money.day > horizon.day - 365 THEN 1
            WHEN money.day > horizon.day - 730 THEN 2
            ELSE 3 END AS year,
        CASE WHEN type = 'order' AND (amount >= 0 OR amount IS NULL) THEN 1 END AS ordered,
        CASE type WHEN 'order' THEN amount WHEN 'refund' THEN -amount END AS revenue,
        CASE type WHEN 'expense' THEN COALESCE(amount, 0) + COALESCE(cost, 0) ELSE cost END
            AS expense,
        amount,
        cogs,
        promo
    FROM money
    JOIN horizon ON money.day <= horizon.day
)
SELECT
    client,
    COUNT(ordered) AS orders,
    COALESCE(SUM(CASE WHEN ordered = 1 THEN amount END), 0) AS order_amounts,
    COUNT(CASE WHEN ordered = 1 THEN amount END) AS priced_orders,
    COUNT(CASE WHEN ordered = 1 THEN promo END) AS promo_orders,
    COUNT(CASE WHEN year = 1 THEN ordered END) AS orders_365,
    COALESCE(SUM(revenue), 0) AS revenue,
    COALESCE(SUM(CASE WHEN year = 1 THEN revenue END), 0) AS revenue_365,
    COALESCE(SUM(CASE WHEN year = 2 THEN revenue END), 0) AS revenue_before,
    COALESCE(SUM(cogs), 0) AS cogs,
    COALESCE(SUM(CASE WHEN year = 1 THEN cogs END), 0) AS cogs_365,
    COALESCE(SUM(expense), 0) AS expenses,
    COALESCE(SUM(CASE WHEN year = 1 THEN expense END), 0) AS expenses_365
FROM told
GROUP BY client;
