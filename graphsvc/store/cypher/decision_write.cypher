// name: decision_write
// does: writes a decision in place of a live one on the same pair
// access: write
// params: left, right, run, far, row (its properties)
// returns: written
OPTIONAL MATCH (old:Decision {left: $left, right: $right}) WHERE old.died = $far AND old.born < $run
SET old.died = $run
WITH count(old) AS replaced
MERGE (d:Decision {row: $row.row})
SET d = $row
RETURN count(d) AS written
