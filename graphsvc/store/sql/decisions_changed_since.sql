-- name: decisions_changed_since
-- does: finds one of the decisions of a run that a later run has changed
-- access: read
-- params: run, target, far
-- returns: 1
SELECT 1 FROM decision WHERE born = :target AND died NOT IN (:far, :run)
UNION ALL
SELECT 1
FROM decision AS gone
CROSS JOIN decision AS later ON later.left = gone.left AND later.right = gone.right
WHERE gone.died = :target AND later.born > :target AND later.born <> :run
LIMIT 1
