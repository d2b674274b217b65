-- Question: through which stages did deals go up to the last day?
-- Grain: one row a move of a deal of a chosen client, in the order they happened.
-- Columns: client, deal, day, stage, reason, competitor.
SELECT
    detail.client,
    detail.deal,
    interaction.day,
    detail.stage,
    detail.reason,
    detail.competitor
FROM detail
JOIN interaction ON interaction.client = detail.client AND interaction.n = detail.n
WHERE detail.deal IS NOT NULL
    AND detail.stage IS NOT NULL
    AND interaction.day <= :last
    AND detail.client IN (SELECT value FROM json_each(:chosen))
ORDER BY
    detail.client, detail.deal, interaction.day, COALESCE(interaction.time, ''), interaction.n;
