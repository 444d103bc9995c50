// name: actors_facts
// does: gives the identifying part of live statements about actors in the scopes, a page at a time
// access: read
// params: scopes, at, after, limit
// returns: id, kind, country, roles, body
MATCH (s:StatementRow) USING INDEX s:StatementRow(id) WHERE s.id > $after AND s.born <= $at AND s.died > $at AND s.scope IN $scopes
WITH s ORDER BY s.id LIMIT $limit
RETURN s.id AS id, s.kind AS kind, s.country AS country, s.roles AS roles, s.body AS body
