-- name: retire_actors_of_run
-- does: retires the actors that another run wrote
-- access: write
-- params: run, target, far
-- returns: nothing
UPDATE actor SET died = :run WHERE born = :target AND died = :far
