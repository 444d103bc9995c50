-- name: revive_tie
-- does: gives back ties that a run retired
-- access: write
-- params: run, far
-- returns: nothing
UPDATE tie SET died = :far WHERE died = :run
