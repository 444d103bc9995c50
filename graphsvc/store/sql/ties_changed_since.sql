-- name: ties_changed_since
-- does: finds one of the ties of a run that a later run has changed
-- access: read
-- params: run, target, far
-- returns: 1
SELECT 1 FROM tie WHERE born = :target AND died NOT IN (:far, :run)
UNION ALL
SELECT 1
FROM tie AS gone
CROSS JOIN tie AS later ON later.id = gone.id
WHERE gone.died = :target AND later.born > :target AND later.born <> :run
LIMIT 1
