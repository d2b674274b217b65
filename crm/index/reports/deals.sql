-- Question: which deals were known on the last day?
-- Grain: one row a deal of a chosen client, opened or first mentioned by then; one that says
-- neither is always known.
-- Columns: client, id, amount (1/10,000, empty when not known), service, owner (the deal's, else
-- the client's), region (the client's), opened_day (`opened`, else the first mention), last_day (of
-- the last mention up to the last day), competitor.
WITH mention AS (
    SELECT
        detail.client,
        detail.deal,
        MIN(interaction.day) AS first_day,
        MAX(CASE WHEN interaction.day <= :last THEN interaction.day END) AS last_day
    FROM detail
    JOIN interaction ON interaction.client = detail.client AND interaction.n = detail.n
    WHERE detail.deal IS NOT NULL AND interaction.day IS NOT NULL
    GROUP BY detail.client, detail.deal
)
SELECT
    deal.client,
    deal.id,
    deal.amount,
    deal.service,
    COALESCE(deal.owner, client.owner) AS owner,
    client.region,
    COALESCE(deal.opened_day, mention.first_day) AS opened_day,
    mention.last_day,
    deal.competitor
FROM deal
JOIN client ON client.id = deal.client
LEFT JOIN mention ON mention.client = deal.client AND mention.deal = deal.id
WHERE deal.client IN (SELECT value FROM json_each(:chosen))
    AND COALESCE(deal.opened_day, mention.first_day, :last) <= :last
ORDER BY deal.client, deal.n;
