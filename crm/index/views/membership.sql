-- Question: who is in which segment?
-- Grain: one row a client and segment.
-- Columns: client, segment, kind (lifecycle, standing or own).
CREATE VIEW membership AS
SELECT client, lifecycle AS segment, 'lifecycle' AS kind FROM class
UNION ALL
SELECT client, 'active' AS segment, 'standing' AS kind FROM class WHERE active = 1
UNION ALL
SELECT client, segment, 'own' AS kind FROM own_segment;
