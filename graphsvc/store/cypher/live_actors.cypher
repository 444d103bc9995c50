// name: live_actors
// does: gives id and content hash of live statements about actors of one source, a page at a time
// access: read
// params: source, at, after, limit
// returns: id, hash
MATCH (s:StatementRow) USING INDEX s:StatementRow(source, id) WHERE s.source = $source AND s.id > $after AND s.born <= $at AND s.died > $at
WITH s ORDER BY s.id LIMIT $limit
RETURN s.id AS id, s.hash AS hash
