-- Question: what did refunds and payments do to each order, and what is still owed for it?
-- Grain: one row an order with an amount.
-- Columns: client, n, line, number, date, day, due, due_day, amount, net (amount less the refunds
-- that name it), named (settled without help of other money), settled, owed, overdue (days past
-- due, 0 when not); of the whole client: loose
-- (money that names no order it could settle, or more than that order) and unnamed (refunds that
-- name no order). All money in 1/10,000.
-- An order without `due` is paid on its day. A payment with a number settles the order of that
-- number, at most its amount; what a refund leaves too much of it was given back. All other money
-- settles the orders on credit, the oldest due first. Orders with one number share what names it,
-- the oldest due first.
CREATE VIEW settlement AS
WITH flow AS (
    SELECT client, type, number, SUM(amount) AS amount
    FROM money
    JOIN horizon ON money.day <= horizon.day
    WHERE type IN ('payment', 'refund') AND amount IS NOT NULL
    GROUP BY client, type, number
),
numbered AS (
    SELECT
        client,
        number,
        SUM(CASE WHEN type = 'payment' THEN amount ELSE 0 END) AS paid,
        SUM(CASE WHEN type = 'refund' THEN amount ELSE 0 END) AS refunded
    FROM flow
    WHERE number IS NOT NULL
    GROUP BY client, number
),
named AS (
    SELECT
        orders.client,
        orders.n,
        orders.amount,
        numbered.paid,
        numbered.refunded,
        SUM(orders.amount) OVER (
            PARTITION BY orders.client, orders.number
            ORDER BY COALESCE(orders.due_day, orders.day), orders.day, orders.n
            ROWS UNBOUNDED PRECEDING
        ) - orders.amount AS before
    FROM numbered
    JOIN orders ON orders.client = numbered.client AND orders.number = numbered.number
    WHERE orders.amount IS NOT NULL
),
shared AS (
    SELECT
        client,
        n,
        CASE WHEN refunded <= before THEN 0
            WHEN refunded - before < amount THEN refunded - before
            ELSE amount END AS refund,
        CASE WHEN paid <= before THEN 0
            WHEN paid - before < amount THEN paid - before
            ELSE amount END AS covered
    FROM named
),
purse AS (
    SELECT client, SUM(loose) AS loose, SUM(unnamed) AS unnamed
    FROM (
        SELECT
            client,
            CASE WHEN type = 'payment' THEN amount ELSE 0 END AS loose,
            CASE WHEN type = 'refund' THEN amount ELSE 0 END AS unnamed
        FROM flow
        UNION ALL
        SELECT client, -covered AS loose, -refund AS unnamed FROM shared
    ) AS part
    GROUP BY client
),
queued AS (
    SELECT
        orders.client,
        orders.n,
        orders.line,
        orders.number,
        orders.date,
        orders.day,
        orders.due,
        orders.due_day,
        orders.amount,
        orders.amount - COALESCE(shared.refund, 0) AS net,
        CASE
            WHEN orders.due_day IS NULL THEN orders.amount - COALESCE(shared.refund, 0)
            WHEN shared.covered < orders.amount - shared.refund THEN shared.covered
            ELSE COALESCE(orders.amount - shared.refund, 0)
            END AS settled
    FROM orders
    LEFT JOIN shared ON shared.client = orders.client AND shared.n = orders.n
    WHERE orders.amount IS NOT NULL
),
summed AS (
    SELECT
        queued.*,
        net - settled AS rest,
        SUM(net - settled) OVER (
            PARTITION BY client ORDER BY due_day, day, n ROWS UNBOUNDED PRECEDING
        ) AS up_to
    FROM queued
),
owing AS (
    SELECT
        summed.*,
        COALESCE(purse.loose, 0) AS loose,
        COALESCE(purse.unnamed, 0) AS unnamed,
        CASE WHEN up_to <= COALESCE(purse.loose, 0) THEN 0
            WHEN up_to - COALESCE(purse.loose, 0) < rest THEN up_to - COALESCE(purse.loose, 0)
            ELSE rest END AS owed
    FROM summed
    LEFT JOIN purse ON purse.client = summed.client
)
SELECT
    client,
    n,
    line,
    number,
    date,
    owing.day,
    due,
    due_day,
    amount,
    net,
    net - rest AS named,
    net - owed AS settled,
    owed,
    CASE WHEN owed > 0 AND due_day < horizon.day THEN horizon.day - due_day ELSE 0 END AS overdue,
    loose,
    unnamed
FROM owing
CROSS JOIN horizon;
