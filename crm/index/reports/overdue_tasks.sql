-- Question: whose tasks were past due on the last day?
-- Grain: one row a member with such a task for a chosen client: the task's owner, else the
-- client's; empty for tasks of nobody.
-- Columns: member, tasks.
SELECT COALESCE(task.owner, client.owner) AS member, COUNT(*) AS tasks
FROM task
JOIN client ON client.id = task.client
WHERE task.due_day < :last
    AND (task.done IS NULL OR task.done_day > :last)
    AND task.client IN (SELECT value FROM json_each(:chosen))
GROUP BY COALESCE(task.owner, client.owner);
