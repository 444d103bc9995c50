-- name: restore_ties
-- does: writes again what another run retired
-- access: write
-- params: run, target, far
-- returns: nothing
INSERT INTO tie (
    id, born, died, origin, scope, source, kind, ego_key, alter_key, first_day, last_day, status, confidence, formality,
    strength, hash
)
SELECT
    id, :run, :far, origin, scope, source, kind, ego_key, alter_key, first_day, last_day, status, confidence, formality,
    strength, hash
FROM tie WHERE died = :target ORDER BY n
