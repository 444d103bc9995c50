-- name: request_steps
-- does: the actors of a request's route, in order
-- access: read
-- params: request
SELECT actor FROM request_step
WHERE request = :request
ORDER BY position
