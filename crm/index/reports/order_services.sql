-- Question: what was in the orders that a delivery was due for, or that a complaint or survey
-- followed?
-- Grain: one row a client, order and service of these clients' orders up to the last day.
-- Columns: client, n (the order), service.
SELECT DISTINCT client, n, service
FROM order_line
WHERE service IS NOT NULL
    AND day <= :last
    AND client IN (SELECT value FROM json_each(:asked))
ORDER BY client, n, service;
