// name: undo_newer_decisions
// does: counts decisions on a pair by later runs
// access: read
// params: left, right, target, run
// returns: later
MATCH (d:Decision {left: $left, right: $right}) WHERE d.born > $target AND d.born < $run RETURN count(d) AS later
