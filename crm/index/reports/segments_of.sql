-- Question: which clients are in which segment at the horizon?
-- Grain: one row a segment and chosen client in it, segments as `crm segments` has them.
-- Columns: segment, client.
SELECT segment, client
FROM membership
WHERE client IN (SELECT value FROM json_each(:chosen));
