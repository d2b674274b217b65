-- Question: what did clients complain of and how content were they in the period, and which order
-- had they placed last?
-- Grain: one row a complaint or survey of a chosen client.
-- Columns: client, kind (complaint or survey), open (1: a complaint not resolved by the last day),
-- score, satisfied and answers (sum and number of the answers' satisfaction), ordered (n of the
-- client's last order before it, empty without), member (that order's `by`, else the client's
-- owner).
WITH heard AS (
    SELECT interaction.client, interaction.day, interaction.time, interaction.n, interaction.type
    FROM interaction
    WHERE interaction.type IN ('complaint', 'survey')
        AND interaction.day BETWEEN :first AND :last
        AND interaction.client IN (SELECT value FROM json_each(:chosen))
),
placed AS (
    SELECT money.client, money.day, interaction.time, money.n
    FROM money
    JOIN interaction ON interaction.client = money.client AND interaction.n = money.n
    WHERE money.type = 'order'
        AND (money.amount >= 0 OR money.amount IS NULL)
        AND money.day <= :last
        AND money.client IN (SELECT client FROM heard)
),
line AS (
    -- The journal as texts that sort by moment; an order's text is the greatest before a voice's.
    SELECT client, n, type, PRINTF('%07d%-5s%06d', day, COALESCE(time, ''), n) AS moment
    FROM heard
    UNION ALL
    SELECT client, n, 'order' AS type, PRINTF('%07d%-5s%06d', day, COALESCE(time, ''), n) AS moment
    FROM placed
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
    CAST(SUBSTR(after.before, 13) AS INTEGER) AS ordered,
    COALESCE(interaction."by", client.owner) AS member
FROM after
JOIN client ON client.id = after.client
LEFT JOIN interaction
    ON interaction.client = after.client AND interaction.n = CAST(SUBSTR(after.before, 13) AS INTEGER)
LEFT JOIN detail ON detail.client = after.client AND detail.n = after.n
WHERE after.type <> 'order'
ORDER BY after.client, after.n;
