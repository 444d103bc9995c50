-- name: add_plan_line
-- does: writes one change of a plan
-- access: write
-- params: plan, number, change, kind
INSERT INTO kept_plan_line (kept_plan, number, change, kind)
VALUES (:plan, :number, :change, :kind)
