// name: settle_move_egos
// does: moves the beginnings of ties with their statements
// access: write
// params: moves [{statement, old, target}]
// returns: moved
UNWIND $moves AS move
MATCH (old:Actor) WHERE elementId(old) = move.old
MATCH (target:Actor) WHERE elementId(target) = move.target
MATCH (old)-[t]->(other:Actor) WHERE t.ego = move.statement
WITH collect({tie: t, from: target, to: other, type: type(t), said: properties(t)}) AS found
UNWIND found AS one
WITH one, one.tie AS t, one.from AS ego, one.to AS alter
DELETE t
CREATE (ego)-[n:$(one.type)]->(alter) SET n = one.said
RETURN count(n) AS moved
