-- name: revive_actor
-- does: gives back actor statements that a run retired
-- access: write
-- params: run, far
-- returns: nothing
UPDATE actor SET died = :far WHERE died = :run
