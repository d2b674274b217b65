-- Question: what did each client bring before and after a day?
-- Grain: one row a chosen client that has ever ordered and has an order or a refund in the period.
-- Columns: client, before, after (the day itself is after). Money in 1/10,000.
SELECT
    client,
    COALESCE(
        SUM(CASE WHEN day < :cut THEN CASE type WHEN 'order' THEN amount ELSE -amount END END), 0
    ) AS before,
    COALESCE(
        SUM(CASE WHEN day >= :cut THEN CASE type WHEN 'order' THEN amount ELSE -amount END END), 0
    ) AS after
FROM money
WHERE type IN ('order', 'refund')
    AND day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
    AND client IN (
        SELECT client FROM money
        WHERE type = 'order' AND (amount >= 0 OR amount IS NULL) AND day <= :last
    )
GROUP BY client
ORDER BY client;
