// name: whole_retired_ties
// does: gives all ties that were put aside, a page at a time
// access: read
// params: at, after, limit
// returns: row
MATCH (t:RetiredTie) WHERE t.row > $after AND t.born <= $at
WITH t ORDER BY t.row LIMIT $limit
RETURN properties(t) AS row
