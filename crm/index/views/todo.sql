-- Question: what is to be done, and what comes first for each client?
-- Grain: one row a task that is not done at the horizon.
-- Columns: client, n, line, due, time, due_day, what, owner (the task's, else the client's), deal,
-- repeat, place (1 is the client's next), overdue (days past due, 0 when not).
CREATE VIEW todo AS
SELECT
    task.client,
    task.n,
    task.line,
    task.due,
    task.time,
    task.due_day,
    task.what,
    COALESCE(task.owner, client.owner) AS owner,
    task.deal,
    task.repeat,
    ROW_NUMBER() OVER (
        PARTITION BY task.client
        ORDER BY COALESCE(task.due, '9999'), COALESCE(task.time, '99'), task.n
    ) AS place,
    CASE WHEN task.due_day < horizon.day THEN horizon.day - task.due_day ELSE 0 END AS overdue
FROM task
JOIN client ON client.id = task.client
CROSS JOIN horizon
WHERE task.done IS NULL OR task.done_day > horizon.day;
