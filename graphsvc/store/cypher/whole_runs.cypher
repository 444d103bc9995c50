// name: whole_runs
// does: gives all runs that are not loading
// access: read
// params: none
// returns: run
MATCH (r:Run) WHERE r.state <> 'loading'
RETURN properties(r) AS run ORDER BY r.number
