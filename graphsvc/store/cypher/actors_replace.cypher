// name: actors_replace
// does: retires what other statements with these ids said; a statement of the same run is only reported
// access: write
// params: ids, run, far
// returns: scope, source, hash, own
UNWIND $ids AS id
MATCH (s:StatementRow {id: id}) USING INDEX s:StatementRow(id) WHERE s.died = $far
SET s.died = CASE WHEN s.born < $run THEN $run ELSE $far END
RETURN s.scope AS scope, s.source AS source, s.hash AS hash, s.born = $run AS own
