-- name: end_run
-- does: writes how a run ended
-- access: write
-- params: number, state, ended_at
-- returns: nothing
UPDATE run SET state = :state, ended_at = :ended_at WHERE number = :number
