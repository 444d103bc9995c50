-- name: retire_ties_of_run
-- does: retires the ties that another run wrote
-- access: write
-- params: run, target, far
-- returns: nothing
UPDATE tie SET died = :run WHERE born = :target AND died = :far
