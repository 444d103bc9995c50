// name: undo_retired_rows
// does: gives retired ties as kept
// access: read
// params: rows
// returns: row
UNWIND $rows AS key
MATCH (t:RetiredTie {row: key}) RETURN properties(t) AS row
