// name: ties_types
// does: names the types of ties that a source had before a run
// access: read
// params: source, run
// returns: type
MATCH (s:StatementRow) USING INDEX s:StatementRow(source, id) WHERE s.source = $source AND s.id > ''
  AND s.died >= $run AND s.born < $run
MATCH (s)-[:ABOUT]->(:Actor)-[t]->(:Actor)
WHERE t.source = $source AND t.ego = s.id AND t.died >= $run AND t.born < $run
RETURN DISTINCT type(t) AS type
