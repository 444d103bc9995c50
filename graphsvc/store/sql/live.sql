-- name: live
-- does: gives id and hash of what a source says now
-- access: read
-- params: published, source: its id
-- returns: sort, id, hash, by id
SELECT 'actor', actor_key.id, actor.hash
FROM actor
CROSS JOIN actor_key ON actor_key.n = actor.key
WHERE
    actor.source = (SELECT n FROM source WHERE id = :source)
    AND actor.born <= :published AND actor.died > :published
UNION ALL
SELECT 'tie', tie.id, tie.hash
FROM tie
WHERE
    tie.source = (SELECT n FROM source WHERE id = :source)
    AND tie.born <= :published AND tie.died > :published
ORDER BY 2
