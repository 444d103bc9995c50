// name: lock_read
// does: asks for the lock; the write lets two askers wait for each other
// access: write
// params: token, now (milliseconds; null: the server's clock)
// returns: free, mine, holder, since, run, filling
MATCH (s:Store {name: 'graphsvc'})
SET s.asked = timestamp()
RETURN s.lock_run IS NULL OR s.lock_until <= coalesce($now, timestamp()) AS free,
       coalesce(s.lock_token = $token, false) AS mine, s.lock_holder AS holder, s.lock_since AS since,
       s.lock_run AS run, coalesce(s.filling, false) AS filling
