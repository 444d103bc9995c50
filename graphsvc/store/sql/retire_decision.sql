-- name: retire_decision
-- does: retires the live decision on a pair
-- access: write
-- params: left, right, run, far
-- returns: nothing
UPDATE decision SET died = :run WHERE left = :left AND right = :right AND born < :run AND died = :far
