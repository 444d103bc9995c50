// name: whole_write_sources
// does: writes sources as they were kept
// access: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (s:Source {row: row.row})
SET s = row
RETURN count(s) AS written
