// name: loose_ties
// does: finds a tie that would lose an end, or be less closed than one, if a run were published
// access: read
// params: run, far
// returns: id
MATCH (s:StatementRow) USING INDEX s:StatementRow(died) WHERE s.died = $run
MATCH (s)-[:ABOUT]->(:Actor)-[t]-(:Actor)
WHERE t.died = $far AND (t.ego = s.id OR t.alter = s.id)
  AND NOT EXISTS { MATCH (left:StatementRow {id: s.id}) USING INDEX left:StatementRow(id) WHERE left.died = $far AND left.level <= t.level }
RETURN t.id AS id LIMIT 1
