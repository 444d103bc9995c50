-- name: mark_run
-- does: writes that a run was taken back, or is there again
-- access: write
-- params: number, state
-- returns: nothing
UPDATE run SET state = :state WHERE number = :number
