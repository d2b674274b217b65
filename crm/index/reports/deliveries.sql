-- Question: which deliveries of the period's orders were late?
-- Grain: one row a chosen client and member (the order's `by`, else the client's owner) with an
-- order whose delivery was due by a day, and that is delivered, or late, on the last day.
-- Columns: client, member, deliveries, late, days (late, of all together).
WITH owed AS (
    SELECT
        money.client,
        COALESCE(interaction."by", client.owner) AS member,
        -- A day number: 1 is 0001-01-01.
        CAST(julianday(detail.delivery_due) - 1721424.5 AS INTEGER) AS due,
        CAST(julianday(detail.delivery_done) - 1721424.5 AS INTEGER) AS done
    FROM money
    JOIN interaction ON interaction.client = money.client AND interaction.n = money.n
    JOIN client ON client.id = money.client
    JOIN detail ON detail.client = money.client AND detail.n = money.n
    WHERE money.type = 'order'
        AND (money.amount >= 0 OR money.amount IS NULL)
        AND detail.delivery_due IS NOT NULL
        AND money.day BETWEEN :first AND :last
        AND money.client IN (SELECT value FROM json_each(:chosen))
),
judged AS (
    SELECT client, member, CASE WHEN done <= :last THEN done ELSE :last END - due AS late
    FROM owed
    WHERE done <= :last OR due < :last
)
SELECT
    client,
    member,
    COUNT(*) AS deliveries,
    COUNT(CASE WHEN late > 0 THEN 1 END) AS late,
    COALESCE(SUM(CASE WHEN late > 0 THEN late END), 0) AS days
FROM judged
GROUP BY client, member
ORDER BY client, member;
