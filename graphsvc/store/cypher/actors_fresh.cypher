// name: actors_fresh
// does: says whether a source had no live statement before a run
// access: read
// params: source, run
// returns: fresh
OPTIONAL MATCH (s:StatementRow) WHERE s.source = $source AND s.died >= $run AND s.born < $run
WITH s LIMIT 1
RETURN s IS NULL AS fresh
