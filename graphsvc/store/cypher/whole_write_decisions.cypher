// name: whole_write_decisions
// does: writes decisions as they were kept
// access: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (d:Decision {row: row.row})
SET d = row
RETURN count(d) AS written
