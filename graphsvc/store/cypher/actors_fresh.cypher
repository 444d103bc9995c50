// name: actors_fresh
// does: says whether a source has no live statement
// access: read
// params: source, far, run
// returns: fresh
OPTIONAL MATCH (s:StatementRow) WHERE s.source = $source AND s.died = $far AND s.born < $run
WITH s LIMIT 1
RETURN s IS NULL AS fresh
