// name: whole_write_runs
// does: writes runs as they were kept
// access: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (r:Run {number: row.number})
SET r = row
RETURN count(r) AS written
