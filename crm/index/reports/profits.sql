-- Question: what did each client bring and cost in the period, and how often was it spoken to?
-- Grain: one row a chosen client with an entry about money or a touch.
-- Columns: client, orders, order_amounts, priced_orders, revenue, cogs, expenses (with the cost of
-- interactions), touch_cost (the part of it that touches cost), touches. Money in 1/10,000.
WITH earned AS (
    SELECT
        client,
        COUNT(CASE WHEN type = 'order' AND (amount >= 0 OR amount IS NULL) THEN 1 END) AS orders,
        COALESCE(SUM(CASE WHEN type = 'order' AND amount >= 0 THEN amount END), 0)
            AS order_amounts,
        COUNT(CASE WHEN type = 'order' AND amount >= 0 THEN 1 END) AS priced_orders,
        COALESCE(SUM(CASE type WHEN 'order' THEN amount WHEN 'refund' THEN -amount END), 0)
            AS revenue,
        COALESCE(SUM(cogs), 0) AS cogs,
        COALESCE(
            SUM(
                CASE type WHEN 'expense' THEN COALESCE(amount, 0) + COALESCE(cost, 0) ELSE cost END
            ),
            0
        ) AS expenses
    FROM money
    WHERE day BETWEEN :first AND :last AND client IN (SELECT value FROM json_each(:chosen))
    GROUP BY client
),
spoken AS (
    SELECT interaction.client, COUNT(*) AS touches, COALESCE(SUM(money.cost), 0) AS touch_cost
    FROM interaction
    LEFT JOIN money ON money.client = interaction.client AND money.n = interaction.n
    WHERE interaction.touch = 1
        AND interaction.day BETWEEN :first AND :last
        AND interaction.client IN (SELECT value FROM json_each(:chosen))
    GROUP BY interaction.client
)
SELECT
    figure.client,
    COALESCE(earned.orders, 0) AS orders,
    COALESCE(earned.order_amounts, 0) AS order_amounts,
    COALESCE(earned.priced_orders, 0) AS priced_orders,
    COALESCE(earned.revenue, 0) AS revenue,
    COALESCE(earned.cogs, 0) AS cogs,
    COALESCE(earned.expenses, 0) AS expenses,
    COALESCE(spoken.touch_cost, 0) AS touch_cost,
    COALESCE(spoken.touches, 0) AS touches
FROM figure
LEFT JOIN earned ON earned.client = figure.client
LEFT JOIN spoken ON spoken.client = figure.client
WHERE earned.client IS NOT NULL OR spoken.client IS NOT NULL
ORDER BY figure.client;
