// name: back_restore_actors
// does: makes some statements about actors live again that an unpublished run retired
// access: write
// params: run, far, limit
// returns: restored
MATCH (s:StatementRow {died: $run})
WITH s LIMIT $limit
SET s.died = $far
RETURN count(s) AS restored
