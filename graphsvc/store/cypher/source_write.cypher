// name: source_write
// does: writes a source as a run describes it, in place of what was said before
// access: write
// params: id, far, born, row (its properties)
// returns: written
OPTIONAL MATCH (old:Source {id: $id}) WHERE old.died = $far AND old.born < $born
SET old.died = $born
WITH count(old) AS replaced
MERGE (s:Source {row: $row.row})
SET s = $row
RETURN count(s) AS written
