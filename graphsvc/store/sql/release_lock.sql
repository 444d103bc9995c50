-- name: release_lock
-- does: lets go of the lock of a run
-- access: write
-- params: run
-- returns: nothing
DELETE FROM lock WHERE run = :run
