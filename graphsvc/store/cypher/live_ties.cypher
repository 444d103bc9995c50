// name: live_ties
// does: gives id and content hash of live ties of one source whose first actor statements are given
// access: read
// params: source, at, ids
// returns: id, hash
UNWIND $ids AS id
MATCH (s:StatementRow {id: id})-[:ABOUT]->(a:Actor) USING INDEX s:StatementRow(id) WHERE s.born <= $at AND s.died > $at
MATCH (a)-[t]->(:Actor) WHERE t.ego = id AND t.source = $source AND t.born <= $at AND t.died > $at
RETURN t.id AS id, t.hash AS hash
