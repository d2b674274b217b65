-- Question: which complaints did clients make in the period?
-- Grain: one row a complaint of a chosen client.
-- Columns: client, day, time, n, open (1 when not resolved by the last day).
SELECT
    interaction.client,
    interaction.day,
    interaction.time,
    interaction.n,
    CASE WHEN detail.resolved_day <= :last THEN 0 ELSE 1 END AS open
FROM interaction
LEFT JOIN detail ON detail.client = interaction.client AND detail.n = interaction.n
WHERE interaction.type = 'complaint'
    AND interaction.day BETWEEN :first AND :last
    AND interaction.client IN (SELECT value FROM json_each(:chosen))
ORDER BY interaction.client, interaction.day, COALESCE(interaction.time, ''), interaction.n;
