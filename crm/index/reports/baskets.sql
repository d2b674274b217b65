-- Question: which services were bought in one order?
-- Grain: one row an order of a chosen client in the period that says which services it is of.
-- Columns: services (a JSON list, in no order; a service of two lines stands in it twice).
SELECT json_group_array(service) AS services
FROM order_line
WHERE service IS NOT NULL
    AND day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
GROUP BY client, n;
