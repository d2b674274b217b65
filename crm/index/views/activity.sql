-- Question: how often was a client spoken to, and when did it begin?
-- Grain: one row a client with an entry.
-- Columns: client, first_entry, touches, last_contact, last_contact_day.
CREATE VIEW activity AS
SELECT
    client,
    MIN(date) AS first_entry,
    SUM(touch) AS touches,
    MAX(CASE WHEN touch = 1 THEN date END) AS last_contact,
    MAX(CASE WHEN touch = 1 THEN interaction.day END) AS last_contact_day
FROM interaction
JOIN horizon ON interaction.day <= horizon.day
GROUP BY client;
