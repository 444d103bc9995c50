-- name: retire_decisions_of_run
-- does: retires the decisions that another run wrote
-- access: write
-- params: run, target, far
-- returns: nothing
UPDATE decision SET died = :run WHERE born = :target AND died = :far
