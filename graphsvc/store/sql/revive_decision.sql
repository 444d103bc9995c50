-- name: revive_decision
-- does: gives back decisions that a run retired
-- access: write
-- params: run, far
-- returns: nothing
UPDATE decision SET died = :far WHERE died = :run
