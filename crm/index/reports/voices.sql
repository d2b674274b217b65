-- Question: what did clients complain of and how content were they in the period, and which order
-- had they placed last?
-- Grain: one row a complaint or survey of a chosen client.
-- Columns: client, kind (complaint or survey), open (1: a complaint not resolved by the last day),
-- score, satisfied and answers (sum and number of the answers' satisfaction), ordered (n of the
-- client's last order before it, empty without), member (that order's `by`, else the client's
-- owner).
WITH heard AS (
    SELECT
        interaction.client,
        interaction.n,
        interaction.type,
        (interaction.day * 1441 + CASE
            WHEN interaction.time IS NULL THEN 0
            ELSE 1 + 60 * SUBSTR(interaction.time, 1, 2) + SUBSTR(interaction.time, 4, 2)
            END) * 1000000 + interaction.n AS moment
    FROM interaction
    WHERE interaction.type IN ('complaint', 'survey')
        AND interaction.day BETWEEN :first AND :last
        AND interaction.client IN (SELECT value FROM json_each(:chosen))
),
placed AS (
    SELECT
        money.client,
        money.n,
        (interaction.day * 1441 + CASE
            WHEN interaction.time IS NULL THEN 0
            ELSE 1 + 60 * SUBSTR(interaction.time, 1, 2) + SUBSTR(interaction.time, 4, 2)
            END) * 1000000 + interaction.n AS moment
    FROM money
    JOIN interaction ON interaction.client = money.client AND interaction.n = money.n
    WHERE money.type = 'order'
        AND (money.amount >= 0 OR money.amount IS NULL)
        AND money.day <= :last
        AND money.client IN (SELECT client FROM heard)
),
line AS (
    -- Moments as numbers: the day, the minute of the day from 1 (0 without one), the place.
    SELECT client, n, type, moment FROM heard
    UNION ALL
    SELECT client, n, 'order' AS type, moment FROM placed
),
after AS (
    SELECT
        client,
        n,
        type,
        MAX(CASE WHEN type = 'order' THEN moment END) OVER (
            PARTITION BY client ORDER BY moment ROWS UNBOUNDED PRECEDING
        ) AS before
    FROM line
)
SELECT
    after.client,
    after.type AS kind,
    CASE WHEN after.type = 'complaint' AND COALESCE(detail.resolved_day > :last, 1) THEN 1 ELSE 0 END
        AS open,
    CASE WHEN after.type = 'survey' AND detail.score BETWEEN 0 AND 10 THEN detail.score END
        AS score,
    (
        SELECT COALESCE(SUM(answer.satisfaction), 0) FROM answer
        WHERE answer.client = after.client AND answer.n = after.n
    ) AS satisfied,
    (
        SELECT COUNT(answer.satisfaction) FROM answer
        WHERE answer.client = after.client AND answer.n = after.n
    ) AS answers,
    after.before % 1000000 AS ordered,
    COALESCE(interaction."by", client.owner) AS member
FROM after
JOIN client ON client.id = after.client
LEFT JOIN interaction
    ON interaction.client = after.client AND interaction.n = after.before % 1000000
LEFT JOIN detail ON detail.client = after.client AND detail.n = after.n
WHERE after.type <> 'order'
ORDER BY after.client, after.n;
