-- name: drop_staged_decisions
-- does: takes decisions of a run out
-- access: write
-- params: run
-- returns: nothing
DELETE FROM decision WHERE born = :run
