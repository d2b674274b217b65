-- Question: which clients must not be contacted?
-- Grain: one row a chosen client with `do_not_contact` that has begun.
-- Columns: client, since_day (empty when not said).
SELECT client.id AS client, client.do_not_contact_since AS since_day
FROM client
WHERE client.do_not_contact = 1
    AND COALESCE(client.do_not_contact_since, :last) <= :last
    AND client.id IN (SELECT value FROM json_each(:chosen))
ORDER BY client.id;
