-- Question: which clients were judged by size and standing, and never ordered?
-- Grain: one row a chosen client without an order in the period, with both keys in its file.
-- Columns: client, size, standing.
SELECT client.id AS client, client.size, client.standing
FROM client
WHERE client.size <> ''
    AND client.standing <> ''
    AND client.id IN (SELECT value FROM json_each(:chosen))
    AND NOT EXISTS (
        SELECT 1 FROM money
        WHERE money.client = client.id
            AND money.type = 'order'
            AND (money.amount >= 0 OR money.amount IS NULL)
            AND money.day BETWEEN :first AND :last
    )
ORDER BY client.id;
