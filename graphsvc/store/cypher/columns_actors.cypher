// name: columns_actors
// does: gives the ids of live statements about actors in the scopes, in lists
// access: read
// params: scopes, at
// returns: ids
MATCH (s:StatementRow) WHERE s.born <= $at AND s.died > $at AND s.scope IN $scopes
RETURN left(s.id, 2) AS part, collect(s.id) AS ids
