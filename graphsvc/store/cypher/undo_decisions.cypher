// name: undo_decisions
// does: gives decisions that a run wrote or retired
// access: read
// params: target
// returns: decision
MATCH (d:Decision) WHERE d.born = $target OR d.died = $target RETURN properties(d) AS decision
