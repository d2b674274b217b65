-- Question: what did a client last say of us?
-- Grain: one row a client with an outcome, a score or a complaint.
-- Columns: client, last_outcome, last_outcome_date, nps_last, complaints_open.
-- Of several entries of a day the later time counts, then the later place in the journal: they are
-- the greatest of texts that begin with date, time and place.
CREATE VIEW voice AS
WITH outcome AS (
    SELECT
        client,
        MAX(date || COALESCE(time, '     ') || SUBSTR(100000 + n, 2) || outcome) AS said
    FROM interaction
    JOIN horizon ON interaction.day <= horizon.day
    WHERE outcome IS NOT NULL
    GROUP BY client
),
survey AS (
    SELECT
        interaction.client,
        MAX(
            CASE WHEN type = 'survey' AND score IS NOT NULL
                THEN date || COALESCE(time, '     ') || SUBSTR(100000 + interaction.n, 2) || score END
        ) AS said,
        COUNT(
            CASE WHEN type = 'complaint' AND (resolved_day IS NULL OR resolved_day > horizon.day)
                THEN 1 END
        ) AS open
    FROM interaction
    JOIN horizon ON interaction.day <= horizon.day
    LEFT JOIN detail ON detail.client = interaction.client AND detail.n = interaction.n
    WHERE type IN ('survey', 'complaint')
    GROUP BY interaction.client
)
SELECT
    client.id AS client,
    SUBSTR(outcome.said, 21) AS last_outcome,
    SUBSTR(outcome.said, 1, 10) AS last_outcome_date,
    CAST(SUBSTR(survey.said, 21) AS INTEGER) AS nps_last,
    COALESCE(survey.open, 0) AS complaints_open
FROM client
LEFT JOIN outcome ON outcome.client = client.id
LEFT JOIN survey ON survey.client = client.id
WHERE outcome.client IS NOT NULL OR survey.client IS NOT NULL;
