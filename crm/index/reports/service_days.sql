-- Question: when did each client first and last buy each service in the period?
-- Grain: one row a chosen client and service in the lines of its orders.
-- Columns: client, service, first_day, last_day.
SELECT client, service, MIN(day) AS first_day, MAX(day) AS last_day
FROM order_line
WHERE service IS NOT NULL
    AND day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
GROUP BY client, service;
