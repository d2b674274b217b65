-- Question: which entries of the journals count at the horizon, and what do they say?
-- Grain: one row an interaction dated today or before.
-- Columns: those of `interaction`, `money` (1/10,000) and `detail`.
CREATE VIEW entry AS
SELECT
    interaction.client,
    interaction.n,
    interaction.line,
    interaction.date,
    interaction.time,
    interaction.day,
    interaction.type,
    interaction.touch,
    interaction."by",
    interaction.contact,
    interaction.summary,
    interaction.outcome,
    money.amount,
    money.cost,
    money.cogs,
    money.number,
    money.due,
    money.due_day,
    money.promo,
    money.what,
    detail.direction,
    detail.duration,
    detail.purpose,
    detail.objection,
    detail.question,
    detail.deal,
    detail.stage,
    detail.reason,
    detail.competitor,
    detail.campaign,
    detail.private,
    detail.delivery_due,
    detail.delivery_done,
    detail.score,
    detail.resolved,
    detail.resolved_day,
    detail.rating,
    detail.url,
    detail.referral,
    detail."from",
    detail."to",
    detail.template,
    detail.points
FROM interaction
JOIN horizon ON interaction.day <= horizon.day
LEFT JOIN money ON money.client = interaction.client AND money.n = interaction.n
LEFT JOIN detail ON detail.client = interaction.client AND detail.n = interaction.n;
