-- Question: deliveries of which services were late, among the orders of the period?
-- Grain: one row a service; empty for orders whose lines name none. An order with several services
-- counts under each.
-- Columns: service, deliveries, late, days (late, of all together).
WITH owed AS (
    SELECT
        money.client,
        money.n,
        -- A day number: 1 is 0001-01-01.
        CAST(julianday(detail.delivery_due) - 1721424.5 AS INTEGER) AS due,
        CAST(julianday(detail.delivery_done) - 1721424.5 AS INTEGER) AS done
    FROM money
    JOIN detail ON detail.client = money.client AND detail.n = money.n
    WHERE money.type = 'order'
        AND (money.amount >= 0 OR money.amount IS NULL)
        AND detail.delivery_due IS NOT NULL
        AND money.day BETWEEN :first AND :last
        AND money.client IN (SELECT value FROM json_each(:chosen))
),
judged AS (
    SELECT DISTINCT
        owed.client,
        owed.n,
        order_line.service,
        CASE WHEN owed.done <= :last THEN owed.done ELSE :last END - owed.due AS late
    FROM owed
    LEFT JOIN order_line
        ON order_line.client = owed.client
        AND order_line.n = owed.n
        AND order_line.service IS NOT NULL
    WHERE owed.done <= :last OR owed.due < :last
)
SELECT
    service,
    COUNT(*) AS deliveries,
    COUNT(CASE WHEN late > 0 THEN 1 END) AS late,
    COALESCE(SUM(CASE WHEN late > 0 THEN late END), 0) AS days
FROM judged
GROUP BY service
ORDER BY service;
