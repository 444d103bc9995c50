// name: whole_write_retired
// does: writes ties that are retired, as nodes
// access: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (t:RetiredTie {row: row.row})
SET t = row
RETURN count(t) AS written
