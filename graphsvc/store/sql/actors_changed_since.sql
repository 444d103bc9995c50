-- name: actors_changed_since
-- does: finds one of the actors of a run that a later run has changed
-- access: read
-- params: run, target, far
-- returns: 1
SELECT 1 FROM actor WHERE born = :target AND died NOT IN (:far, :run)
UNION ALL
SELECT 1
FROM actor AS gone
CROSS JOIN actor AS later ON later.key = gone.key
WHERE gone.died = :target AND later.born > :target AND later.born <> :run
LIMIT 1
