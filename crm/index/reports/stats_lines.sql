-- Question: which numbers do the lines of orders hold?
-- Grain: one row a line of an order of the chosen clients in the period; orders below zero are
-- left out.
-- Columns: client, those of a line to group by, then its numbers; money in 1/10,000.
SELECT
    order_line.client,
    order_line.service,
    service.category,
    SUBSTR(interaction.date, 1, 4) AS year,
    SUBSTR(interaction.date, 1, 7) AS month,
    interaction.date,
    order_line.qty,
    order_line.amount,
    order_line.cost
FROM order_line
JOIN interaction ON interaction.client = order_line.client AND interaction.n = order_line.n
LEFT JOIN service ON service.id = order_line.service
WHERE order_line.day BETWEEN :first AND :last
    AND order_line.client IN (SELECT value FROM json_each(:chosen));
