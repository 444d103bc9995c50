-- name: actor_columns
-- does: gives live actor statements as two columns, in no order
-- access: read
-- params: published, scopes: the numbers of the scopes that the viewer sees, as JSON
-- returns: ids and their numbers, each as a JSON array
SELECT json_group_array(actor_key.id), json_group_array(actor_key.n)
FROM actor CROSS JOIN actor_key ON actor_key.n = actor.key
WHERE actor.born <= :published AND actor.died > :published AND actor.scope IN (SELECT value FROM json_each(:scopes))
