-- Question: which numbers do the entries of the journals hold?
-- Grain: one row an entry of the chosen clients in the period.
-- Columns: client, those of an entry to group by, then its numbers; money in 1/10,000.
SELECT
    client,
    type,
    "by",
    direction,
    outcome,
    purpose,
    promo,
    campaign,
    competitor,
    SUBSTR(date, 1, 4) AS year,
    SUBSTR(date, 1, 7) AS month,
    date,
    amount,
    cost,
    cogs,
    duration,
    score,
    rating,
    points
FROM entry
WHERE day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen));
