-- name: add_event
-- does: appends one event to a request's history
-- access: write
-- params: request, at, account, role, action, came_from, went_to, note
INSERT INTO event (request, at, account, role, action, came_from, went_to, note)
VALUES (:request, :at, :account, :role, :action, :came_from, :went_to, :note)
