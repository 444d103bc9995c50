// name: source_retire
// does: retires a source as it is described now
// access: write
// params: row, run, far
// returns: retired
MATCH (s:Source {row: $row}) WHERE s.died = $far OR s.died = $run
SET s.died = $run
RETURN count(s) AS retired
