-- name: plan_actors
-- does: the actors of a plan
-- access: read
-- params: plan
SELECT part, place, actor, name FROM kept_plan_actor
WHERE kept_plan = :plan
ORDER BY part, place
