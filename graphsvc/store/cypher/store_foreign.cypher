// name: store_foreign
// does: says whether the database holds anything at all
// access: read
// params: none
// returns: found
MATCH (n) RETURN count(n) > 0 AS found
