// name: settle_put_aside
// does: turns relationships of retired ties into nodes that keep what they said
// access: write
// params: ties [{element, row}], at
// returns: moved
UNWIND $ties AS tie
MATCH ()-[t]->() WHERE elementId(t) = tie.element AND t.row = tie.row AND t.died <= $at
WITH t, properties(t) AS said, type(t) AS type
DELETE t
MERGE (r:RetiredTie {row: said.row})
SET r = said, r.type = type
RETURN count(r) AS moved
