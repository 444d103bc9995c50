// name: ties_replace
// does: retires what other ties with these ids said, and takes away what the same run said of them
// access: write
// each: type of tie
// params: ids, run, far
// returns: scope, source, hash
UNWIND $ids AS id
MATCH ()-[t:TIE_TYPE]->() WHERE t.row STARTS WITH id AND t.id = id AND t.died = $far
WITH t, t.scope AS scope, t.source AS source, t.hash AS hash
SET t.died = $run
WITH t, scope, source, hash
FOREACH (own IN CASE WHEN t.born = $run THEN [t] ELSE [] END | DELETE own)
RETURN scope, source, hash
