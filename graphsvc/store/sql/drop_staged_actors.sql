-- name: drop_staged_actors
-- does: takes all actor rows of a run out
-- access: write
-- params: run
-- returns: nothing
DELETE FROM actor WHERE born = :run
