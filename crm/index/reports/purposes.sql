-- Question: what were contacts of the period for, and what came of them?
-- Grain: one row a purpose; empty for touches that name none.
-- Columns: purpose, touches, clients, agreed, asked, refused, no_answer (outcomes; the rest have
-- another or none).
SELECT
    detail.purpose,
    COUNT(*) AS touches,
    COUNT(DISTINCT interaction.client) AS clients,
    COUNT(CASE WHEN interaction.outcome = 'agreed' THEN 1 END) AS agreed,
    COUNT(CASE WHEN interaction.outcome = 'asked' THEN 1 END) AS asked,
    COUNT(CASE WHEN interaction.outcome = 'refused' THEN 1 END) AS refused,
    COUNT(CASE WHEN interaction.outcome = 'no-answer' THEN 1 END) AS no_answer
FROM interaction
LEFT JOIN detail ON detail.client = interaction.client AND detail.n = interaction.n
WHERE interaction.touch = 1
    AND interaction.day BETWEEN :first AND :last
    AND interaction.client IN (SELECT value FROM json_each(:chosen))
GROUP BY detail.purpose
ORDER BY COUNT(*) DESC, detail.purpose IS NULL, detail.purpose;
