-- Question: what are each client's own figures at the horizon?
-- Grain: one row a client known at the horizon: by `since` or by its first entry; one that has
-- neither is always known.
-- Columns: those of the table `figure`, which keeps them; money in 1/10,000.
CREATE VIEW own_figures AS
WITH open_task AS (
    SELECT client, COUNT(*) AS tasks, MIN(due) AS next_due
    FROM todo
    GROUP BY client
)
SELECT
    own.client,
    own.known,
    own.orders,
    own.order_amounts,
    own.priced_orders,
    own.revenue,
    own.orders_365,
    own.revenue_365,
    own.revenue_before,
    own.margin_365,
    own.average_order,
    own.first_order,
    own.first_order_day,
    own.last_order,
    own.days_since_order,
    own.order_days,
    own.order_days_365,
    own.interval_mean,
    own.interval_median,
    own.late_days,
    own.touches,
    own.last_contact,
    own.days_since_contact,
    COALESCE(balance.paid, 0) AS paid,
    COALESCE(balance.debt, 0) AS debt,
    COALESCE(balance.overdue_debt, 0) AS overdue_debt,
    own.cogs,
    own.expenses,
    own.margin,
    own.promo_share,
    own.complaints_open,
    own.nps_last,
    own.last_outcome,
    own.last_outcome_date,
    own.deals,
    own.deals_open,
    own.deals_lost,
    own.stage,
    COALESCE(open_task.tasks, 0) AS tasks_open,
    open_task.next_due,
    own.mailing_consent,
    own.decider,
    own.closed,
    own.paused,
    own.do_not_contact
FROM class_figures AS own
LEFT JOIN balance ON balance.client = own.client
LEFT JOIN open_task ON open_task.client = own.client;
