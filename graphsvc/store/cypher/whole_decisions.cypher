// name: whole_decisions
// does: gives all decisions of published runs
// access: read
// params: at
// returns: decision
MATCH (d:Decision) WHERE d.born <= $at
RETURN properties(d) AS decision ORDER BY d.left, d.right, d.born
