// name: ties_of_ids
// does: gives live ties in the scopes with the ids
// access: read
// each: type of tie, joined by UNION ALL
// params: scopes, at, ids
// returns: row
UNWIND $ids AS id
MATCH ()-[t:TIE_TYPE]->() WHERE t.row STARTS WITH id AND t.id = id AND t.born <= $at AND t.died > $at
  AND t.scope IN $scopes
RETURN properties(t) AS row
