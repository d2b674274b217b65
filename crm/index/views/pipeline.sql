-- Question: how do a client's deals stand?
-- Grain: one row a client with a deal.
-- Columns: client, deals, deals_open, deals_lost, stage (of the open deal furthest along, else of
-- the deal closed last).
CREATE VIEW pipeline AS
WITH ranked AS (
    SELECT
        client,
        stage,
        result,
        ROW_NUMBER() OVER (
            PARTITION BY client
            ORDER BY
                CASE WHEN result = '' THEN 0 ELSE 1 END,
                CASE WHEN result = '' THEN place END DESC,
                closed_day DESC,
                n DESC
        ) AS rank
    FROM deal_state
)
SELECT
    client,
    COUNT(*) AS deals,
    COUNT(CASE WHEN result = '' THEN 1 END) AS deals_open,
    COUNT(CASE WHEN result = 'lost' THEN 1 END) AS deals_lost,
    MAX(CASE WHEN rank = 1 THEN stage END) AS stage
FROM ranked
GROUP BY client;
