-- name: decisions
-- does: gives live decisions whose two statements are live
-- access: read
-- params: published, scopes: the numbers of the scopes that the viewer sees, as JSON
-- returns: left, right, judgement, reason, decided_by, decided_at
SELECT decision.left, decision.right, decision.judgement, decision.reason, decision.decided_by, decision.decided_at
FROM decision
CROSS JOIN actor_row AS one ON one.id = decision.left
CROSS JOIN actor_row AS other ON other.id = decision.right
WHERE
    decision.born <= :published AND decision.died > :published
    AND one.born <= :published AND one.died > :published
    AND one.scope_n IN (SELECT value FROM json_each(:scopes))
    AND other.born <= :published AND other.died > :published
    AND other.scope_n IN (SELECT value FROM json_each(:scopes))
ORDER BY decision.left, decision.right
