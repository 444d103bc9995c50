// name: ties_of_actors
// does: gives live ties in the scopes with one of the statements at either end
// access: read
// params: scopes, at, ids, limit
// returns: row
UNWIND $ids AS id
MATCH (:StatementRow {id: id})-[:ABOUT]->(a:Actor)
WITH DISTINCT a
MATCH (a)-[t]-(:Actor)
WHERE t.born <= $at AND t.died > $at AND t.scope IN $scopes AND (t.ego IN $ids OR t.alter IN $ids)
WITH DISTINCT t ORDER BY t.id LIMIT $limit
RETURN properties(t) AS row
