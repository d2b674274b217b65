-- Question: which clients name a client in `referred_by`?
-- Grain: one row a client known at the horizon that names one of the chosen clients.
-- Columns: client, path.
SELECT client.id, client.path
FROM client
JOIN figure ON figure.client = client.id
WHERE client.referred_by <> client.id
    AND client.referred_by IN (SELECT value FROM json_each(:chosen))
ORDER BY client.id;
