-- name: ends
-- does: gives actor statements that a tie of a run may have as ends; of two forms the later one last
-- access: read
-- params: run, published, far, ids: as JSON
-- returns: id, number, level of its scope, number of its source
SELECT actor_key.id, actor_key.n, scope.level, actor.source
FROM actor_key
CROSS JOIN actor ON actor.key = actor_key.n
CROSS JOIN scope ON scope.n = actor.scope
WHERE
    actor_key.id IN (SELECT value FROM json_each(:ids))
    AND (actor.born = :run OR (actor.born <= :published AND actor.died = :far))
ORDER BY actor.born
