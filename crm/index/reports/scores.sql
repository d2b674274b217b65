-- Question: which scores did clients give in surveys of the period?
-- Grain: one row a survey of a chosen client with a score; the client's last one stands last.
-- Columns: client, day, time, n, score.
SELECT interaction.client, interaction.day, interaction.time, interaction.n, detail.score
FROM interaction
JOIN detail ON detail.client = interaction.client AND detail.n = interaction.n
WHERE interaction.type = 'survey'
    AND detail.score BETWEEN 0 AND 10
    AND interaction.day BETWEEN :first AND :last
    AND interaction.client IN (SELECT value FROM json_each(:chosen))
ORDER BY interaction.client, interaction.day, COALESCE(interaction.time, ''), interaction.n;
