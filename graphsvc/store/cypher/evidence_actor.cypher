// name: evidence_actor
// does: gives a live statement about an actor in the scopes
// access: read
// params: scopes, at, id
// returns: row
MATCH (s:StatementRow {id: $id}) USING INDEX s:StatementRow(id) WHERE s.born <= $at AND s.died > $at AND s.scope IN $scopes
RETURN properties(s) AS row
