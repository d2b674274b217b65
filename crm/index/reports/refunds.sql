-- Question: what was given back up to the last day, and for what?
-- Grain: one row a refund of a chosen client that names an order or a campaign.
-- Columns: client, number (of the order), campaign, amount (1/10,000).
SELECT money.client, money.number, detail.campaign, money.amount
FROM money
LEFT JOIN detail ON detail.client = money.client AND detail.n = money.n
WHERE money.type = 'refund'
    AND (money.number IS NOT NULL OR detail.campaign IS NOT NULL)
    AND money.amount IS NOT NULL
    AND money.day <= :last
    AND money.client IN (SELECT value FROM json_each(:chosen));
