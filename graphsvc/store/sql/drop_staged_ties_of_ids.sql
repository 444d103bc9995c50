-- name: drop_staged_ties_of_ids
-- does: takes tie rows of a run out
-- access: write
-- params: run, ids: as JSON
-- returns: nothing
DELETE FROM tie WHERE born = :run AND id IN (SELECT value FROM json_each(:ids))
