-- name: lock
-- does: says who holds the lock
-- access: read
-- params: none
-- returns: run, holder, host, process, until, started_at
SELECT lock.run, lock.holder, lock.host, lock.process, lock.until, run.started_at
FROM lock JOIN run ON run.number = lock.run
