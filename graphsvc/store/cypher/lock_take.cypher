// name: lock_take
// does: takes the lock for the next run and begins it
// access: write
// params: token, holder, since, lease, now, row (its properties but the number)
// returns: number
MATCH (s:Store {name: 'graphsvc'})
OPTIONAL MATCH (r:Run)
WITH s, coalesce(max(r.number), 0) + 1 AS number
CREATE (new:Run) SET new = $row, new.number = number
SET s.lock_run = number, s.lock_token = $token, s.lock_holder = $holder, s.lock_since = $since,
    s.lock_until = coalesce($now, timestamp()) + $lease
RETURN number
