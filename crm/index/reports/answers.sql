-- Question: what did clients answer of single criteria in the period?
-- Grain: one row an answer of a chosen client, in the order they were given.
-- Columns: client, n (the survey), criterion, importance, satisfaction (1 to 5, empty when not
-- given or beyond these).
SELECT
    answer.client,
    answer.n,
    answer.criterion,
    CASE WHEN answer.importance BETWEEN 1 AND 5 THEN answer.importance END AS importance,
    CASE WHEN answer.satisfaction BETWEEN 1 AND 5 THEN answer.satisfaction END AS satisfaction
FROM answer
JOIN interaction ON interaction.client = answer.client AND interaction.n = answer.n
WHERE interaction.day BETWEEN :first AND :last
    AND answer.client IN (SELECT value FROM json_each(:chosen))
ORDER BY
    answer.client, interaction.day, COALESCE(interaction.time, ''), answer.n, answer.criterion;
