// name: sources_read
// does: gives sources with a live statement in the scopes
// access: read
// params: scopes, at
// returns: source
MATCH (p:Stamp) WHERE p.scope IN $scopes AND p.rows > 0
WITH DISTINCT p.source AS id
MATCH (s:Source {id: id}) WHERE s.born <= $at AND s.died > $at
RETURN properties(s) AS source
ORDER BY id
