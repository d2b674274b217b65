-- Question: who praised us in public in the period?
-- Grain: one row a chosen client with a review of four or five.
-- Columns: client, day (of the last such review), rating (the best).
SELECT interaction.client, MAX(interaction.day) AS day, MAX(detail.rating) AS rating
FROM interaction
JOIN detail ON detail.client = interaction.client AND detail.n = interaction.n
WHERE interaction.type = 'review'
    AND detail.rating >= 4
    AND interaction.day BETWEEN :first AND :last
    AND interaction.client IN (SELECT value FROM json_each(:chosen))
GROUP BY interaction.client
ORDER BY interaction.client;
