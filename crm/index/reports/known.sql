-- Question: which clients were known on the last day?
-- Grain: one row a chosen client.
-- Columns: client.
SELECT figure.client
FROM figure
JOIN client ON client.id = figure.client
WHERE figure.client IN (SELECT value FROM json_each(:chosen))
    AND (
        client.since_day <= :last
        OR EXISTS (
            SELECT 1 FROM interaction
            WHERE interaction.client = figure.client AND interaction.day <= :last
        )
        OR (
            client.since_day IS NULL
            AND NOT EXISTS (
                SELECT 1 FROM interaction
                WHERE interaction.client = figure.client AND interaction.day IS NOT NULL
            )
        )
    )
ORDER BY figure.client;
