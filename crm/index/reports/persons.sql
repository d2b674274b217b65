-- Question: about which clients are data on persons kept, and when did something last happen?
-- Grain: one row a chosen client known on the last day that is a person or has contacts.
-- Columns: client, contacts (how many), last_day (of the last entry, of the closing, or the first
-- of all; empty when nothing is dated), running (1 while a contract runs).
SELECT
    client.id AS client,
    COALESCE(person.contacts, 0) AS contacts,
    MAX(
        COALESCE(entry.last_day, client.since_day, 0),
        COALESCE(CASE WHEN client.closed_day <= :last THEN client.closed_day END, 0)
    ) AS last_day,
    EXISTS (
        SELECT 1 FROM contract
        WHERE contract.client = client.id
            AND COALESCE(contract."start", :today) <= :today
            AND contract."end" >= :today
    ) AS running
FROM client
LEFT JOIN (
    SELECT client, COUNT(*) AS contacts FROM contact GROUP BY client
) AS person ON person.client = client.id
LEFT JOIN (
    SELECT client, MIN(day) AS first_day, MAX(CASE WHEN day <= :last THEN day END) AS last_day
    FROM interaction
    GROUP BY client
) AS entry ON entry.client = client.id
WHERE client.id IN (SELECT value FROM json_each(:chosen))
    AND (client.kind = 'person' OR person.contacts > 0)
    AND (
        client.since_day <= :last
        OR entry.first_day <= :last
        OR (client.since_day IS NULL AND entry.first_day IS NULL)
    )
ORDER BY client.id;
