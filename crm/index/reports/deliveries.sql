-- Question: which orders of the period were to be delivered by a day, and when were they?
-- Grain: one row an order of a chosen client with the day its delivery was due.
-- Columns: client, n, member (the order's `by`, else the client's owner), due, done (dates).
SELECT
    money.client,
    money.n,
    COALESCE(interaction."by", client.owner) AS member,
    detail.delivery_due AS due,
    detail.delivery_done AS done
FROM money
JOIN interaction ON interaction.client = money.client AND interaction.n = money.n
JOIN client ON client.id = money.client
JOIN detail ON detail.client = money.client AND detail.n = money.n
WHERE money.type = 'order'
    AND (money.amount >= 0 OR money.amount IS NULL)
    AND detail.delivery_due IS NOT NULL
    AND money.day BETWEEN :first AND :last
    AND money.client IN (SELECT value FROM json_each(:chosen))
ORDER BY money.client, money.n;
