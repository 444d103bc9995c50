-- name: drop_staged_ties
-- does: takes all tie rows of a run out
-- access: write
-- params: run
-- returns: nothing
DELETE FROM tie WHERE born = :run
