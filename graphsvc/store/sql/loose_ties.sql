-- name: loose_ties
-- does: finds a tie that would lose an end, or be less closed than one, if a run were published
-- access: read
-- params: run, far
-- returns: id of one such tie
SELECT tie.id
FROM actor
CROSS JOIN tie INDEXED BY tie_ego ON tie.ego_key = actor.key
CROSS JOIN scope AS tie_scope ON tie_scope.n = tie.scope
WHERE
    actor.died = :run AND tie.died = :far
    AND NOT EXISTS (
        SELECT 1
        FROM actor AS left_over
        JOIN scope AS its_scope ON its_scope.n = left_over.scope
        WHERE left_over.key = actor.key AND left_over.died = :far AND its_scope.level <= tie_scope.level
    )
UNION ALL
SELECT tie.id
FROM actor
CROSS JOIN tie INDEXED BY tie_alter ON tie.alter_key = actor.key
CROSS JOIN scope AS tie_scope ON tie_scope.n = tie.scope
WHERE
    actor.died = :run AND tie.died = :far
    AND NOT EXISTS (
        SELECT 1
        FROM actor AS left_over
        JOIN scope AS its_scope ON its_scope.n = left_over.scope
        WHERE left_over.key = actor.key AND left_over.died = :far AND its_scope.level <= tie_scope.level
    )
LIMIT 1
