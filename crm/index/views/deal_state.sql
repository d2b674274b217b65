-- Question: in which stage does each deal stand at the horizon, and since when?
-- Grain: one row a deal that is known at the horizon: opened, or first mentioned, by then.
-- Columns: client, id, n, line, title, amount (1/10,000), service, owner, expected, competitor,
-- opened and opened_day (`opened`, else the first mention), stage (the first one when never
-- moved), place (of the stage, from 0), result (won, lost or empty), moved, moved_day, reason and
-- rival (of the last move), closed and closed_day (of won or lost).
CREATE VIEW deal_state AS
WITH mention AS (
    SELECT detail.client, deal, MIN(date) AS date, MIN(day) AS day
    FROM detail
    JOIN interaction ON interaction.client = detail.client AND interaction.n = detail.n
    WHERE deal IS NOT NULL AND day IS NOT NULL
    GROUP BY detail.client, deal
),
move AS (
    SELECT
        detail.client,
        deal,
        stage,
        date,
        interaction.day,
        reason,
        competitor,
        ROW_NUMBER() OVER (
            PARTITION BY detail.client, deal
            ORDER BY interaction.day DESC, COALESCE(time, '') DESC, detail.n DESC
        ) AS back
    FROM detail
    JOIN interaction ON interaction.client = detail.client AND interaction.n = detail.n
    JOIN horizon ON interaction.day <= horizon.day
    WHERE deal IS NOT NULL AND stage IS NOT NULL
)
SELECT
    deal.client,
    deal.id,
    deal.n,
    deal.line,
    deal.title,
    deal.amount,
    deal.service,
    COALESCE(deal.owner, client.owner) AS owner,
    deal.expected,
    deal.competitor,
    COALESCE(deal.opened, mention.date) AS opened,
    COALESCE(deal.opened_day, mention.day) AS opened_day,
    COALESCE(move.stage, start.id) AS stage,
    COALESCE(stage.place, CASE WHEN move.stage IS NULL THEN start.place END, -1) AS place,
    COALESCE(stage.result, '') AS result,
    move.date AS moved,
    move.day AS moved_day,
    move.reason,
    move.competitor AS rival,
    CASE WHEN stage.result <> '' THEN move.date END AS closed,
    CASE WHEN stage.result <> '' THEN move.day END AS closed_day
FROM deal
JOIN client ON client.id = deal.client
CROSS JOIN horizon
LEFT JOIN mention ON mention.client = deal.client AND mention.deal = deal.id
LEFT JOIN move ON move.client = deal.client AND move.deal = deal.id AND move.back = 1
LEFT JOIN stage ON stage.id = move.stage
LEFT JOIN stage AS start ON start.place = 0
WHERE COALESCE(deal.opened_day, mention.day, horizon.day) <= horizon.day;
