// name: actors_of
// does: gives live statements about actors in the scopes with the ids
// access: read
// params: scopes, at, ids
// returns: row
UNWIND $ids AS id
MATCH (s:StatementRow {id: id}) USING INDEX s:StatementRow(id) WHERE s.born <= $at AND s.died > $at AND s.scope IN $scopes
RETURN properties(s) AS row
ORDER BY id
