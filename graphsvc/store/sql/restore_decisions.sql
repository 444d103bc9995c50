-- name: restore_decisions
-- does: writes again decisions that another run retired
-- access: write
-- params: run, target, far
-- returns: nothing
INSERT INTO decision (left, right, born, died, judgement, reason, decided_by, decided_at, hash)
SELECT left, right, :run, :far, judgement, reason, decided_by, decided_at, hash FROM decision WHERE died = :target
