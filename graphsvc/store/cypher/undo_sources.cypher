// name: undo_sources
// does: gives sources that a run wrote or retired
// access: read
// params: target
// returns: source
MATCH (s:Source) WHERE s.born = $target OR s.died = $target RETURN properties(s) AS source
