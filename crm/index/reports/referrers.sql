-- Question: whose recommendation brought clients who ordered in the period?
-- Grain: one row a chosen client that others name in `referred_by`; the others are of the whole
-- base.
-- Columns: client, clients (who named it and ordered), day (of the last one's first order).
WITH bought AS (
    SELECT client, MIN(day) AS day
    FROM money
    WHERE type = 'order' AND (amount >= 0 OR amount IS NULL) AND day BETWEEN :first AND :last
    GROUP BY client
)
SELECT client.referred_by AS client, COUNT(*) AS clients, MAX(bought.day) AS day
FROM client
JOIN figure ON figure.client = client.id
JOIN bought ON bought.client = client.id
WHERE client.referred_by <> client.id
    AND client.referred_by IN (SELECT value FROM json_each(:chosen))
GROUP BY client.referred_by
ORDER BY client.referred_by;
