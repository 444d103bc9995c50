// name: stamps_decisions
// does: gives the live decisions between live statements, with the scopes of both
// access: read
// params: at
// returns: left_scope, right_scope, decision
MATCH (d:Decision) WHERE d.born <= $at AND d.died > $at
MATCH (l:StatementRow {id: d.left}) USING INDEX l:StatementRow(id) WHERE l.born <= $at AND l.died > $at
MATCH (r:StatementRow {id: d.right}) USING INDEX r:StatementRow(id) WHERE r.born <= $at AND r.died > $at
RETURN l.scope AS left_scope, r.scope AS right_scope, properties(d) AS decision
ORDER BY d.left, d.right
