-- name: events
-- does: what was done to a request, oldest first
-- access: read
-- params: request
SELECT at, account, role, action, came_from, went_to, note FROM event
WHERE request = :request
ORDER BY number
