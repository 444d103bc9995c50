-- name: plan_keys
-- does: the keys of the actors of a plan
-- access: read
-- params: plan
SELECT part, place, key FROM kept_plan_key
WHERE kept_plan = :plan
ORDER BY part, place, key
