// name: settle_retired_statements
// does: takes some retired statements off their actors
// access: write
// params: at, limit
// returns: moved
MATCH (s:Statement) WHERE s.died <= $at
WITH s LIMIT $limit
OPTIONAL MATCH (s)-[about:ABOUT]->()
DELETE about
REMOVE s:Statement
RETURN count(DISTINCT s) AS moved
