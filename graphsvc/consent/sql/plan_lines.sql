-- name: plan_lines
-- does: the changes of a plan, in order
-- access: read
-- params: plan
SELECT number, change, kind FROM kept_plan_line
WHERE kept_plan = :plan
ORDER BY number
