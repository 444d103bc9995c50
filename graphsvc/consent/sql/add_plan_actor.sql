-- name: add_plan_actor
-- does: writes one actor of a plan: of a line, or of one of its ends
-- access: write
-- params: plan, part, place, actor, name
INSERT INTO kept_plan_actor (kept_plan, part, place, actor, name)
VALUES (:plan, :part, :place, :actor, :name)
