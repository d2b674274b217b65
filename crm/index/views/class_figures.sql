-- Question: what do the classes of each client follow from, at the horizon?
-- Grain: one row a client known at the horizon: by `since` or by its first entry; one that has
-- neither is always known.
-- Columns: those of `own_figures` that need neither what is owed nor tasks; money in 1/10,000.
CREATE VIEW class_figures AS
WITH consented AS (
    SELECT DISTINCT client
    FROM consent
    CROSS JOIN horizon
    WHERE mailing = 1
        AND (given_day IS NULL OR given_day <= horizon.day)
        AND (withdrawn_day IS NULL OR withdrawn_day > horizon.day)
)
SELECT
    client.id AS client,
    CASE WHEN client.since_day <= horizon.day THEN client.since ELSE activity.first_entry END
        AS known,
    COALESCE(turnover.orders, 0) AS orders,
    COALESCE(turnover.order_amounts, 0) AS order_amounts,
    COALESCE(turnover.priced_orders, 0) AS priced_orders,
    COALESCE(turnover.revenue, 0) AS revenue,
    COALESCE(turnover.orders_365, 0) AS orders_365,
    COALESCE(turnover.revenue_365, 0) AS revenue_365,
    COALESCE(turnover.revenue_before, 0) AS revenue_before,
    COALESCE(turnover.revenue_365 - turnover.cogs_365 - turnover.expenses_365, 0) AS margin_365,
    CASE WHEN turnover.priced_orders > 0
        THEN (2 * turnover.order_amounts + turnover.priced_orders) / (2 * turnover.priced_orders)
        END AS average_order,
    rhythm.first_order,
    rhythm.first_order_day,
    rhythm.last_order,
    horizon.day - rhythm.last_order_day AS days_since_order,
    COALESCE(rhythm.order_days, 0) AS order_days,
    COALESCE(rhythm.order_days_365, 0) AS order_days_365,
    rhythm.interval_mean,
    rhythm.interval_median,
    CASE
        WHEN client.paused = 1 AND COALESCE(client.paused_until >= horizon.day, 1) THEN NULL
        WHEN rhythm.order_days < 3 THEN NULL
        WHEN horizon.day - rhythm.last_order_day <= rhythm.interval_median THEN 0
        ELSE CAST(horizon.day - rhythm.last_order_day - rhythm.interval_median AS INTEGER)
        END AS late_days,
    COALESCE(activity.touches, 0) AS touches,
    activity.last_contact,
    horizon.day - activity.last_contact_day AS days_since_contact,
    COALESCE(turnover.cogs, 0) AS cogs,
    COALESCE(turnover.expenses, 0) AS expenses,
    COALESCE(turnover.revenue - turnover.cogs - turnover.expenses, 0) AS margin,
    CASE WHEN turnover.orders > 0 THEN turnover.promo_orders * 1.0 / turnover.orders END
        AS promo_share,
    COALESCE(voice.complaints_open, 0) AS complaints_open,
    voice.nps_last,
    voice.last_outcome,
    voice.last_outcome_date,
    COALESCE(pipeline.deals, 0) AS deals,
    COALESCE(pipeline.deals_open, 0) AS deals_open,
    COALESCE(pipeline.deals_lost, 0) AS deals_lost,
    pipeline.stage,
    CASE WHEN consented.client IS NOT NULL THEN 1 ELSE 0 END AS mailing_consent,
    EXISTS (
        SELECT 1 FROM contact WHERE contact.client = client.id AND contact.decision = 'decider'
    ) AS decider,
    CASE WHEN client.closed = 1 AND COALESCE(client.closed_day <= horizon.day, 1) THEN 1 ELSE 0 END
        AS closed,
    CASE WHEN client.paused = 1 AND COALESCE(client.paused_until >= horizon.day, 1) THEN 1 ELSE 0 END
        AS paused,
    CASE WHEN client.do_not_contact = 1
        AND COALESCE(client.do_not_contact_since <= horizon.day, 1) THEN 1 ELSE 0 END
        AS do_not_contact
FROM client
CROSS JOIN horizon
LEFT JOIN activity ON activity.client = client.id
LEFT JOIN turnover ON turnover.client = client.id
LEFT JOIN rhythm ON rhythm.client = client.id
LEFT JOIN voice ON voice.client = client.id
LEFT JOIN pipeline ON pipeline.client = client.id
LEFT JOIN consented ON consented.client = client.id
WHERE client.since_day <= horizon.day
    OR activity.client IS NOT NULL
    OR (
        client.since_day IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM interaction
            WHERE interaction.client = client.id AND interaction.day IS NOT NULL
        )
    );
