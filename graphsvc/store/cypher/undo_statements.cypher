// name: undo_statements
// does: gives what a run wrote or retired of statements about actors
// access: read
// params: target
// returns: row
MATCH (s:StatementRow) WHERE s.born = $target OR s.died = $target
RETURN properties(s) AS row
