// name: undo_later_retired
// does: finds retired ties with these ids that a later run wrote
// access: read
// params: ids, target, run
// returns: id
UNWIND $ids AS id
MATCH (t:RetiredTie {id: id}) WHERE t.born > $target AND t.born < $run
RETURN t.id AS id LIMIT 1
