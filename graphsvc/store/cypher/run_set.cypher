// name: run_set
// does: writes how a run ended
// access: write
// params: number, state, ended_at, counts
// returns: run
MATCH (r:Run {number: $number})
SET r.state = $state, r.ended_at = coalesce($ended_at, r.ended_at), r.counts = coalesce($counts, r.counts)
RETURN properties(r) AS run
