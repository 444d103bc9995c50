// name: source_live
// does: gives a source as it is now, staged changes included
// access: read
// params: id, far
// returns: source
MATCH (s:Source {id: $id}) WHERE s.died = $far
RETURN properties(s) AS source
