-- name: actors
-- does: gives live actor statements
-- access: read
-- params: published, scopes: the numbers of the scopes that the viewer sees, as JSON
-- returns: the columns of ActorRow, by id
SELECT id, scope, source, hash, kind, name, country, roles, searchable, body, file, locator, raw
FROM actor_row
WHERE born <= :published AND died > :published AND scope_n IN (SELECT value FROM json_each(:scopes))
ORDER BY id
