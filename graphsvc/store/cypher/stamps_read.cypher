// name: stamps_read
// does: gives the stamps of all scopes, by source, with the source as it is now
// access: read
// params: at
// returns: scope, total, source
MATCH (p:Stamp) WHERE p.rows > 0
MATCH (s:Source {id: p.source}) WHERE s.born <= $at AND s.died > $at
RETURN p.scope AS scope, p.total AS total, properties(s) AS source
