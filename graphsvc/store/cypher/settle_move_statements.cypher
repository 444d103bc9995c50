// name: settle_move_statements
// does: hangs statements on the actors of their cards
// access: write
// params: moves [{statement, actor}]
// returns: statement, old, target
UNWIND $moves AS move
MATCH (target:Actor {id: move.actor})
MATCH (s:StatementRow {id: move.statement})-[about:ABOUT]->(old:Actor) WHERE old <> target
WITH collect({statement: s, about: about, old: old, target: target}) AS found
UNWIND found AS one
WITH one.statement AS s, one.about AS about, one.old AS old, one.target AS target
DELETE about
CREATE (s)-[:ABOUT]->(target)
RETURN DISTINCT s.id AS statement, elementId(old) AS old, elementId(target) AS target
