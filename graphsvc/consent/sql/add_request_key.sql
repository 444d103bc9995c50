-- name: add_request_key
-- does: adds a key by which an actor of a request is known
-- access: write
-- params: request, part, key
INSERT OR IGNORE INTO request_key (request, part, key)
VALUES (:request, :part, :key)
