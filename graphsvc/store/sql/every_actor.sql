-- name: every_actor
-- does: gives all actor rows, history included
-- access: read
-- params: published
-- returns: the columns of ActorRow, born, died, origin
SELECT
    id, scope, source, hash, kind, name, country, roles, searchable, body, file, locator, raw, born, died, origin
FROM actor_row
WHERE born <= :published
ORDER BY id, born
