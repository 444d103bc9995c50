-- name: loose_ties_of_run
-- does: finds a tie of a run whose end is not live or more closed
-- access: read
-- params: run, far
-- returns: id of one such tie
SELECT tie.id
FROM tie
CROSS JOIN scope AS tie_scope ON tie_scope.n = tie.scope
WHERE
    tie.born = :run
    AND (
    NOT EXISTS (
        SELECT 1
        FROM actor AS left_over
        JOIN scope AS its_scope ON its_scope.n = left_over.scope
        WHERE left_over.key = tie.ego_key AND left_over.died = :far AND its_scope.level <= tie_scope.level
    )
    OR NOT EXISTS (
        SELECT 1
        FROM actor AS left_over
        JOIN scope AS its_scope ON its_scope.n = left_over.scope
        WHERE left_over.key = tie.alter_key AND left_over.died = :far AND its_scope.level <= tie_scope.level
    )
    )
LIMIT 1
