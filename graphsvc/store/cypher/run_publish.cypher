// name: run_publish
// does: moves the watermark to a run
// access: write
// params: run
// returns: published
MATCH (s:Store {name: 'graphsvc'})
SET s.published = $run
RETURN s.published AS published
