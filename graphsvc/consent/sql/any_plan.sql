-- name: any_plan
-- does: one row if any plan is kept
-- access: read
SELECT 1 FROM kept_plan LIMIT 1
