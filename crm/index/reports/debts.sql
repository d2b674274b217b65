-- Question: which orders on credit are not settled in full at the horizon?
-- Grain: one row such an order of a chosen client, due in the period (:since and :until are dates
-- here, and may lie in the future).
-- Columns: client, number, date, due, amount (less its refunds, 1/10,000), owed (1/10,000),
-- overdue (days past due, 0 when not).
SELECT
    settlement.client,
    settlement.number,
    settlement.date,
    settlement.due,
    settlement.net AS amount,
    settlement.owed,
    settlement.overdue
FROM settlement
WHERE settlement.owed > 0
    AND settlement.client IN (SELECT client FROM figure WHERE debt > 0)
    AND settlement.client IN (SELECT value FROM json_each(:chosen))
    AND settlement.due BETWEEN :since AND :until
ORDER BY settlement.due_day, settlement.client, settlement.date, settlement.n;
