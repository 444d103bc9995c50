-- name: actors_of_ids
-- does: gives those of some actor statements that are live
-- access: read
-- params: published, scopes: the numbers of the scopes that the viewer sees, as JSON, ids: as JSON
-- returns: the columns of ActorRow and origin, by id
SELECT id, scope, source, hash, kind, name, country, roles, searchable, body, file, locator, raw, origin
FROM actor_row
WHERE id IN (SELECT value FROM json_each(:ids)) AND born <= :published AND died > :published AND scope_n IN (SELECT value FROM json_each(:scopes))
ORDER BY id
