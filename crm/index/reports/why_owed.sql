-- Question: what is still owed for each order of a client?
-- Grain: one row an order of the chosen clients that is not settled in full.
-- Columns: n, line, day, number, net (less its refunds), owed (1/10,000), overdue (days).
SELECT n, line, day, number, net, owed, overdue
FROM settlement
WHERE owed > 0 AND client IN (SELECT value FROM json_each(:chosen))
ORDER BY due_day, n;
