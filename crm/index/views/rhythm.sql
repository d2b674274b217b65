-- Question: on how many days did a client order, and how many days lie between them?
-- Grain: one row a client with an order.
-- Columns: client, order_days, order_days_365, first_order, first_order_day, last_order,
-- last_order_day, interval_mean, interval_median (empty with a single order day).
CREATE VIEW rhythm AS
WITH gap AS (
    SELECT
        client,
        day,
        date,
        day - LAG(day) OVER (PARTITION BY client ORDER BY day) AS days
    FROM order_day
),
counted AS (
    SELECT
        client,
        COUNT(*) AS order_days,
        COUNT(CASE WHEN gap.day > horizon.day - 365 THEN 1 END) AS order_days_365,
        MIN(date) AS first_order,
        MIN(gap.day) AS first_order_day,
        MAX(date) AS last_order,
        MAX(gap.day) AS last_order_day,
        AVG(days) AS interval_mean
    FROM gap
    CROSS JOIN horizon
    GROUP BY client
),
placed AS (
    SELECT client, days, ROW_NUMBER() OVER (PARTITION BY client ORDER BY days) AS place
    FROM gap
    WHERE days IS NOT NULL
),
middle AS (
    SELECT placed.client, AVG(placed.days) AS days
    FROM placed
    JOIN counted ON counted.client = placed.client
    WHERE placed.place IN (counted.order_days / 2, (counted.order_days + 1) / 2)
    GROUP BY placed.client
)
SELECT counted.*, middle.days AS interval_median
FROM counted
LEFT JOIN middle ON middle.client = counted.client;
