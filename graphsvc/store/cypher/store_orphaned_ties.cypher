// name: store_orphaned_ties
// does: counts ties of types that are given
// access: read
// params: types
// returns: ties
MATCH ()-[t]->() WHERE type(t) IN $types AND t.row IS NOT NULL
RETURN count(t) AS ties
