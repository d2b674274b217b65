-- Question: what did clients agree to, and what did they take back?
-- Grain: one row a consent of a chosen client that was given, or withdrawn, by the last day.
-- Columns: client, purpose, withdrawn_day (empty while it holds).
SELECT
    client,
    COALESCE(purpose, '') AS purpose,
    CASE WHEN withdrawn_day <= :last THEN withdrawn_day END AS withdrawn_day
FROM consent
WHERE COALESCE(given_day, :last) <= :last
    AND client IN (SELECT value FROM json_each(:chosen))
ORDER BY client, n;
