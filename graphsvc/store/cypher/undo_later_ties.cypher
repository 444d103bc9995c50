// name: undo_later_ties
// does: finds ties with these ids that a later run wrote
// access: read
// each: type of tie, joined by UNION ALL
// params: ids, target, run
// returns: id
UNWIND $ids AS id
MATCH ()-[t:TIE_TYPE]->() WHERE t.row STARTS WITH id AND t.id = id AND t.born > $target AND t.born < $run
RETURN t.id AS id
