-- Question: which entries other than orders and refunds name a campaign, up to the last day?
-- Grain: one row such an entry of a chosen client.
-- Columns: client, campaign, side (out for what we sent or said first, in for what came to us,
-- else empty), spent (what the entry cost, of an expense its amount too, 1/10,000).
SELECT
    detail.client,
    detail.campaign,
    CASE WHEN interaction.type = 'mailing' THEN 'out' ELSE detail.direction END AS side,
    COALESCE(money.cost, 0)
    + CASE WHEN interaction.type = 'expense' THEN COALESCE(money.amount, 0) ELSE 0 END AS spent
FROM detail
JOIN interaction ON interaction.client = detail.client AND interaction.n = detail.n
LEFT JOIN money ON money.client = detail.client AND money.n = detail.n
WHERE detail.campaign IS NOT NULL
    AND interaction.type NOT IN ('order', 'refund')
    AND interaction.day <= :last
    AND detail.client IN (SELECT value FROM json_each(:chosen));
