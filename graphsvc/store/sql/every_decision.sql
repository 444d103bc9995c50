-- name: every_decision
-- does: gives all decisions, history included
-- access: read
-- params: published
-- returns: left, right, judgement, reason, decided_by, decided_at, born, died
SELECT left, right, judgement, reason, decided_by, decided_at, born, died
FROM decision
WHERE born <= :published
ORDER BY left, right, born
