// name: lock_free
// does: lets go of the lock of a run
// access: write
// params: run
// returns: freed
MATCH (s:Store {name: 'graphsvc'}) WHERE s.lock_run = $run
REMOVE s.lock_run, s.lock_token, s.lock_holder, s.lock_since, s.lock_until
RETURN count(s) AS freed
