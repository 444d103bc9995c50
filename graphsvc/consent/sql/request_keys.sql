-- name: request_keys
-- does: the keys of the actors of a request
-- access: read
-- params: request
SELECT part, key FROM request_key
WHERE request = :request
ORDER BY part, key
