-- name: ties_of_actors
-- does: gives live ties with one of some actor statements at either end
-- access: read
-- params: published, scopes: the numbers of the scopes that the viewer sees, as JSON, ids: of actor statements, as JSON, row_limit
-- returns: the columns of TieRow, by id
WITH
end_key (n) AS (SELECT n FROM actor_key WHERE id IN (SELECT value FROM json_each(:ids))),
at_end (n) AS (
    SELECT n FROM tie WHERE ego_key IN (SELECT n FROM end_key)
    UNION
    SELECT n FROM tie WHERE alter_key IN (SELECT n FROM end_key)
),
first_n (n) AS (
    SELECT tie.n FROM at_end CROSS JOIN tie ON tie.n = at_end.n
    WHERE tie.born <= :published AND tie.died > :published AND tie.scope IN (SELECT value FROM json_each(:scopes))
    ORDER BY tie.id
    LIMIT :row_limit
)
SELECT
    id, scope, source, hash, kind, ego, alter_, start, end, status, confidence, formality, strength, flow_class, amount,
    currency, value_date, body, file, locator, raw
FROM first_n CROSS JOIN tie_row ON tie_row.n = first_n.n
ORDER BY id
