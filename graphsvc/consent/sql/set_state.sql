-- name: set_state
-- does: moves a request, if it still stands where it is thought to stand
-- access: write
-- params: id, came_from, went_to, at, contact, outcome, outcome_on
UPDATE request
SET
    state = :went_to,
    changed_at = :at,
    contact = coalesce(:contact, contact),
    outcome = coalesce(:outcome, outcome),
    outcome_on = coalesce(:outcome_on, outcome_on)
WHERE id = :id AND state = :came_from
RETURNING id
