// name: lock_hold
// does: renews the lease of a run, keeps other writers waiting until the end of this transaction, and finds a batch
// access: write
// params: run, lease, now, key
// returns: published, rows (of the batch if it is written already)
MATCH (s:Store {name: 'graphsvc'}) WHERE s.lock_run = $run
SET s.lock_until = coalesce($now, timestamp()) + $lease
WITH s
OPTIONAL MATCH (b:Batch {key: $key})
RETURN s.published AS published, b.rows AS rows
