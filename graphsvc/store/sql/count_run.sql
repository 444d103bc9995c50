-- name: count_run
-- does: writes what a run did
-- access: write
-- params: number, counts: as JSON
-- returns: nothing
UPDATE run SET counts = :counts WHERE number = :number
