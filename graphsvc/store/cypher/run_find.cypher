// name: run_find
// does: gives one run
// access: read
// params: number
// returns: run
MATCH (r:Run {number: $number}) RETURN properties(r) AS run
