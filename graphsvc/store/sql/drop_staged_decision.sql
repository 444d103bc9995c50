-- name: drop_staged_decision
-- does: takes a decision of a run out
-- access: write
-- params: left, right, run
-- returns: nothing
DELETE FROM decision WHERE left = :left AND right = :right AND born = :run
