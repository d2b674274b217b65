-- Question: which orders count in analysis?
-- Grain: one row an order of today or before whose amount is not below zero (a free one counts).
-- Columns: client, n (place in the journal), line, date, day, amount and cogs (1/10,000; empty
-- when a rate is missing), number, due, due_day, promo.
CREATE VIEW orders AS
SELECT client, n, line, date, money.day, amount, cogs, number, due, due_day, promo
FROM money
JOIN horizon ON money.day <= horizon.day
WHERE type = 'order' AND (amount >= 0 OR amount IS NULL);
