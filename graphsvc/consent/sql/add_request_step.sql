-- name: add_request_step
-- does: writes one actor of a request's route
-- access: write
-- params: request, position, actor
INSERT INTO request_step (request, position, actor)
VALUES (:request, :position, :actor)
