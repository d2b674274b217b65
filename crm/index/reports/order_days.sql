-- Question: on which days of the period did each client order?
-- Grain: one row a chosen client and day with an order; orders of one day count once.
-- Columns: client, day.
SELECT DISTINCT client, day
FROM money
WHERE type = 'order'
    AND (amount >= 0 OR amount IS NULL)
    AND day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
ORDER BY client, day;
