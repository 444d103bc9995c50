-- name: set_draft
-- does: replaces the texts and the scope of a draft
-- access: write
-- params: id, purpose, plan, collection, level, at
UPDATE request
SET purpose = :purpose, plan = :plan, collection = :collection, level = :level, changed_at = :at
WHERE id = :id AND state = 'draft'
RETURNING id
