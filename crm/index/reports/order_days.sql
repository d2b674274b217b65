-- Question: on which days of the period did each client order?
-- Grain: one row a chosen client with an order.
-- Columns: client, days (day numbers joined by commas, in no order, equal ones repeated).
SELECT client, GROUP_CONCAT(day) AS days
FROM money
WHERE type = 'order'
    AND (amount >= 0 OR amount IS NULL)
    AND day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
GROUP BY client
ORDER BY client;
