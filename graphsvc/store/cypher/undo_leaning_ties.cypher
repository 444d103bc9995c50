// name: undo_leaning_ties
// does: finds ties that stay live while the statement at one of their ends goes
// access: read
// params: ids, far
// returns: id
UNWIND $ids AS id
MATCH (:StatementRow {id: id})-[:ABOUT]->(a:Actor)
WITH DISTINCT a, id
MATCH (a)-[t]-(:Actor) WHERE t.died = $far AND (t.ego = id OR t.alter = id)
RETURN t.id AS id LIMIT 1
