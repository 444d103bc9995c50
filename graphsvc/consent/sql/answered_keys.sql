-- name: answered_keys
-- does: the keys of the actors of all answered requests of one scope
-- access: read
-- params: collection, level
SELECT request_key.request, request_key.part, request_key.key
FROM request_key
JOIN request ON request.id = request_key.request
WHERE request.collection = :collection AND request.level = :level AND request.state <> 'draft'
ORDER BY request_key.request, request_key.part, request_key.key
