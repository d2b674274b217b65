-- Question: what did each member do in the period?
-- Grain: one row a member who stands at an entry of a chosen client: the entry's `by`, else the
-- client's owner; empty for entries of nobody.
-- Columns: member, touches, clients (touched or with an order), orders, revenue (order amounts less
-- refunds, 1/10,000).
SELECT
    COALESCE(interaction."by", client.owner) AS member,
    SUM(interaction.touch) AS touches,
    COUNT(
        DISTINCT CASE WHEN interaction.touch = 1 OR interaction.type = 'order'
            THEN interaction.client END
    ) AS clients,
    COUNT(
        CASE WHEN interaction.type = 'order' AND (money.amount >= 0 OR money.amount IS NULL)
            THEN 1 END
    ) AS orders,
    COALESCE(
        SUM(
            CASE interaction.type
                WHEN 'order' THEN money.amount
                WHEN 'refund' THEN -money.amount
                END
        ),
        0
    ) AS revenue
FROM interaction
JOIN client ON client.id = interaction.client
LEFT JOIN money ON money.client = interaction.client AND money.n = interaction.n
WHERE interaction.day BETWEEN :first AND :last
    AND interaction.client IN (SELECT value FROM json_each(:chosen))
GROUP BY COALESCE(interaction."by", client.owner);
