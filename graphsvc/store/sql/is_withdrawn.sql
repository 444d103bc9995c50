-- name: is_withdrawn
-- does: tells whether a run retires the decision on a pair
-- access: read
-- params: left, right, run
-- returns: 1
SELECT 1 FROM decision WHERE left = :left AND right = :right AND died = :run
