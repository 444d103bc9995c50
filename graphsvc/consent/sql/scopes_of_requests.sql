-- name: scopes_of_requests
-- does: the scopes in which there are requests
-- access: read
SELECT DISTINCT collection, level FROM request
ORDER BY collection, level
