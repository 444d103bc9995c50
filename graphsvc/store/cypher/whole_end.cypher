// name: whole_end
// does: publishes a store that was filled
// access: write
// params: published
// returns: published
MATCH (s:Store {name: 'graphsvc'})
SET s.published = $published
REMOVE s.filling
RETURN s.published AS published
