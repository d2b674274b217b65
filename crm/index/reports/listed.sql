-- Question: who is in a list, that is, has its tag or is in its segment?
-- Grain: one row a chosen client; segments are those of the horizon.
-- Columns: client.
SELECT client
FROM (
    SELECT client FROM tag WHERE tag = :list
    UNION
    SELECT client FROM membership WHERE segment = :list
)
WHERE client IN (SELECT value FROM json_each(:chosen))
ORDER BY client;
