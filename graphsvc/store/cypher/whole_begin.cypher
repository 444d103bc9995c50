// name: whole_begin
// does: marks an empty store as being filled
// access: write
// params: none
// returns: runs, filling
MATCH (s:Store {name: 'graphsvc'})
WITH s, coalesce(s.filling, false) AS filling, COUNT { (:Run) } AS runs
SET s.filling = CASE WHEN runs = 0 OR filling THEN true ELSE null END
RETURN runs, filling
