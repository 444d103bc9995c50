-- name: answered
-- does: what the introducers and targets of one scope have answered, one row a request and answer
-- access: read
-- params: collection, level
SELECT
    request.id, event.action, event.came_from, event.at, request.outcome
FROM request
JOIN event ON event.request = request.id
WHERE request.collection = :collection AND request.level = :level
    AND event.action IN ('agree', 'refuse', 'accept', 'decline', 'close')
ORDER BY event.number
