-- name: keep_lock
-- does: makes the lease of a run longer
-- access: write
-- params: run, until
-- returns: nothing
UPDATE lock SET until = :until WHERE run = :run
