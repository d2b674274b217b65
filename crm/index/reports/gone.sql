-- Question: which clients stopped ordering and may be asked back?
-- Grain: one row a chosen client that has ordered and is inactive or lost at the horizon; without
-- those that never return or must not be contacted.
-- Columns: client, lifecycle, last_order, days_since_order, interval_median, orders,
-- revenue and margin (1/10,000).
SELECT
    figure.client,
    class.lifecycle,
    figure.last_order,
    figure.days_since_order,
    figure.interval_median,
    figure.orders,
    figure.revenue,
    figure.margin
FROM figure
JOIN class ON class.client = figure.client
JOIN client ON client.id = figure.client
WHERE class.lifecycle IN ('inactive', 'lost')
    AND figure.orders > 0
    AND figure.do_not_contact = 0
    AND NOT (figure.closed = 1 AND COALESCE(client.returns, '') = 'never')
    AND figure.last_order BETWEEN :since AND :until
    AND figure.client IN (SELECT value FROM json_each(:chosen))
ORDER BY figure.client;
