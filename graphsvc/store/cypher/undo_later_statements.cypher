// name: undo_later_statements
// does: finds statements with these ids that a later run wrote
// access: read
// params: ids, target, run
// returns: id
UNWIND $ids AS id
MATCH (s:StatementRow {id: id}) USING INDEX s:StatementRow(id) WHERE s.born > $target AND s.born < $run
RETURN s.id AS id LIMIT 1
