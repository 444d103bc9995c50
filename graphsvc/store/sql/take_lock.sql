-- name: take_lock
-- does: takes the lock for a run
-- access: write
-- params: run, holder, host, process, until
-- returns: nothing
INSERT INTO lock (one, run, holder, host, process, until) VALUES (1, :run, :holder, :host, :process, :until)
ON CONFLICT (one) DO UPDATE SET
    run = excluded.run, holder = excluded.holder, host = excluded.host, process = excluded.process,
    until = excluded.until
