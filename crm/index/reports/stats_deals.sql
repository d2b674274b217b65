-- Question: which numbers do the deals hold?
-- Grain: one row a deal of the chosen clients; in a period, one opened in it.
-- Columns: client, those of a deal to group by, then its numbers; money in 1/10,000.
SELECT
    client,
    stage,
    CASE WHEN result = '' THEN 'open' ELSE result END AS result,
    owner,
    service,
    COALESCE(rival, competitor) AS competitor,
    reason,
    SUBSTR(opened, 1, 4) AS year,
    SUBSTR(opened, 1, 7) AS month,
    amount,
    closed_day - opened_day AS days
FROM deal_state
WHERE COALESCE(opened_day BETWEEN :first AND :last, :first = 0)
    AND client IN (SELECT value FROM json_each(:chosen));
