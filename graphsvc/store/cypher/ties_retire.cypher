// name: ties_retire
// does: retires live ties, and takes away those that the same run staged
// access: write
// each: type of tie, joined by UNION ALL
// params: ids, run, far
// returns: id, scope, source, hash, old (live before the run), new (not retired by an earlier batch)
UNWIND $ids AS id
MATCH ()-[t:TIE_TYPE]->()
WHERE t.row STARTS WITH id AND t.id = id AND (t.died = $far OR (t.died = $run AND t.born < $run))
WITH t, t.id AS id, t.scope AS scope, t.source AS source, t.hash AS hash, t.born < $run AS old, t.died = $far AS new
SET t.died = $run
WITH t, id, scope, source, hash, old, new
FOREACH (own IN CASE WHEN old THEN [] ELSE [t] END | DELETE own)
RETURN id, scope, source, hash, old, new
