// name: actors_retire
// does: retires live statements about actors, and takes away those that the same run staged
// access: write
// params: ids, run, far
// returns: id, scope, source, hash, old (live before the run), new (not retired by an earlier batch)
UNWIND $ids AS id
MATCH (s:StatementRow {id: id}) USING INDEX s:StatementRow(id) WHERE s.died = $far OR (s.died = $run AND s.born < $run)
WITH s, s.id AS id, s.scope AS scope, s.source AS source, s.hash AS hash, s.born < $run AS old, s.died = $far AS new
SET s.died = $run
WITH s, id, scope, source, hash, old, new
FOREACH (own IN CASE WHEN old THEN [] ELSE [s] END | DETACH DELETE own)
RETURN id, scope, source, hash, old, new
