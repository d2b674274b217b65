-- Question: what do the entries of a client's journal say that figures are made from?
-- Grain: one row an entry of the chosen clients in the period.
-- Columns: n, line, day, time, type, touch, outcome, amount, cost, cogs (1/10,000), number,
-- due_day, promo, score, resolved_day, deal, stage, summary, what.
SELECT
    n,
    line,
    day,
    COALESCE(time, '') AS time,
    type,
    touch,
    outcome,
    amount,
    cost,
    cogs,
    number,
    due_day,
    promo,
    score,
    resolved_day,
    deal,
    stage,
    summary,
    what
FROM entry
WHERE day BETWEEN :first AND :last
    AND client IN (SELECT value FROM json_each(:chosen))
ORDER BY day, COALESCE(time, ''), n;
