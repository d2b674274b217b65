-- Question: what has a client paid and what does it owe?
-- Grain: one row a client with an order, a payment or a refund.
-- Columns: client, paid, debt, overdue_debt, in 1/10,000. Refunds that name no order lower what
-- was paid, never a debt.
CREATE VIEW balance AS
WITH ordered AS (
    SELECT
        client,
        SUM(named) + MAX(loose) - MAX(unnamed) AS paid,
        SUM(owed) AS debt,
        SUM(CASE WHEN overdue > 0 THEN owed ELSE 0 END) AS overdue_debt
    FROM settlement
    GROUP BY client
),
flow AS (
    SELECT client, SUM(CASE WHEN type = 'payment' THEN amount ELSE -amount END) AS paid
    FROM money
    JOIN horizon ON money.day <= horizon.day
    WHERE type IN ('payment', 'refund') AND amount IS NOT NULL
    GROUP BY client
),
either AS (
    SELECT client, paid, debt, overdue_debt FROM ordered
    UNION ALL
    SELECT flow.client, flow.paid, 0 AS debt, 0 AS overdue_debt
    FROM flow
    LEFT JOIN ordered ON ordered.client = flow.client
    WHERE ordered.client IS NULL
)
SELECT client, CASE WHEN paid < 0 THEN 0 ELSE paid END AS paid, debt, overdue_debt
FROM either;
