-- name: actor_facts
-- does: gives the identifying part of live actor statements, in no order
-- access: read
-- params: published, scopes: the numbers of the scopes that the viewer sees, as JSON
-- returns: one JSON array of arrays: id, kind, country, roles, names, identifiers, languages, topics, place
SELECT json_group_array(json_array(
    actor_key.id, actor_text.kind, actor_text.country, json(actor_text.roles),
    json_extract(actor_text.body, '$.names'), json_extract(actor_text.body, '$.identifiers'),
    json_extract(actor_text.body, '$.languages'), json_extract(actor_text.body, '$.topics'),
    json_extract(actor_text.body, '$.place_name')
))
FROM actor
CROSS JOIN actor_key ON actor_key.n = actor.key
CROSS JOIN actor_text ON actor_text.n = actor.n
WHERE actor.born <= :published AND actor.died > :published AND actor.scope IN (SELECT value FROM json_each(:scopes))
