-- name: add_plan_key
-- does: adds a key by which an actor of a plan is known
-- access: write
-- params: plan, part, place, key
INSERT OR IGNORE INTO kept_plan_key (kept_plan, part, place, key)
VALUES (:plan, :part, :place, :key)
