// name: undo_tie_rows
// does: gives ties as kept, wherever they are kept
// access: read
// each: type of tie, joined by UNION ALL
// params: rows
// returns: row
UNWIND $rows AS key
MATCH ()-[t:TIE_TYPE {row: key}]->() RETURN properties(t) AS row
