// name: runs_loading
// does: numbers the runs that are neither published nor rolled back, but for one
// access: read
// params: run
// returns: number
MATCH (r:Run {state: 'loading'}) WHERE r.number <> $run
RETURN r.number AS number ORDER BY number
