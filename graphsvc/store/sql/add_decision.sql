-- name: add_decision
-- does: writes a decision; the same again changes nothing
-- access: write
-- params: left, right, born, died, judgement, reason, decided_by, decided_at, hash
-- returns: nothing
INSERT OR REPLACE INTO decision (left, right, born, died, judgement, reason, decided_by, decided_at, hash)
VALUES (:left, :right, :born, :died, :judgement, :reason, :decided_by, :decided_at, :hash)
