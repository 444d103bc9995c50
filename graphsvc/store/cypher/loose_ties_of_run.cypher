// name: loose_ties_of_run
// does: finds a tie of a run whose end is not there, or more closed than the tie
// access: read
// params: run, far
// returns: id
MATCH ()-[t]->() WHERE t.born = $run AND t.died = $far
  AND NOT (EXISTS { MATCH (e:StatementRow {id: t.ego}) USING INDEX e:StatementRow(id) WHERE e.died = $far AND e.level <= t.level }
       AND EXISTS { MATCH (a:StatementRow {id: t.alter}) USING INDEX a:StatementRow(id) WHERE a.died = $far AND a.level <= t.level })
RETURN t.id AS id LIMIT 1
