// name: actors_page
// does: gives live statements about actors in the scopes, after an id, a page at a time
// access: read
// params: scopes, at, after, limit
// returns: row
MATCH (s:StatementRow) USING INDEX s:StatementRow(id) WHERE s.id > $after AND s.born <= $at AND s.died > $at AND s.scope IN $scopes
WITH s ORDER BY s.id LIMIT $limit
RETURN properties(s) AS row
