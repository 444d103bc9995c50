-- name: search
-- does: finds actor statements by names, best first: whole names, beginnings of names, the rest
-- access: read
-- params: published, scopes: the numbers of the scopes that the viewer sees, as JSON, words: what FTS5 is asked for, whole: the folded text, row_limit
-- returns: id, name, the folded name that matched
SELECT actor_key.id, actor_text.name, found.text
FROM (
    SELECT
        actor_name.actor, actor_name.text,
        min(
            CASE
                WHEN actor_name.text = :whole THEN 0
                WHEN substr(actor_name.text, 1, length(:whole)) = :whole THEN 1000000000
                ELSE 2000000000
            END + actor_name.position
        ) AS best
    FROM actor_name_index
    CROSS JOIN actor_name ON actor_name.n = actor_name_index.rowid
    CROSS JOIN actor ON actor.n = actor_name.actor
    WHERE
        actor_name_index MATCH :words
        AND actor.born <= :published AND actor.died > :published
        AND actor.scope IN (SELECT value FROM json_each(:scopes))
    GROUP BY actor_name.actor
) AS found
CROSS JOIN actor ON actor.n = found.actor
CROSS JOIN actor_text ON actor_text.n = actor.n
CROSS JOIN actor_key ON actor_key.n = actor.key
ORDER BY found.best / 1000000000, actor_text.folded, actor_key.id
LIMIT :row_limit
