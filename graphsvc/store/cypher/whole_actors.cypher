// name: whole_actors
// does: gives all statements about actors of published runs, a page at a time
// access: read
// params: at, after, limit
// returns: row
MATCH (s:StatementRow) USING INDEX s:StatementRow(row) WHERE s.row > $after AND s.born <= $at
WITH s ORDER BY s.row LIMIT $limit
RETURN properties(s) AS row
