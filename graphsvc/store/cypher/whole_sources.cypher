// name: whole_sources
// does: gives all sources of published runs
// access: read
// params: at
// returns: source
MATCH (s:Source) WHERE s.born <= $at
RETURN properties(s) AS source ORDER BY s.id, s.born
