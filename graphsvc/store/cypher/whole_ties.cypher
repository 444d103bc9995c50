// name: whole_ties
// does: gives all ties of one type that were written by published runs, a page at a time
// access: read
// each: type of tie
// params: at, after, limit
// returns: row
MATCH ()-[t:TIE_TYPE]->() WHERE t.row > $after AND t.born <= $at
WITH t ORDER BY t.row LIMIT $limit
RETURN properties(t) AS row
