-- name: restore_actors
-- does: writes again what another run retired
-- access: write
-- params: run, target, far
-- returns: nothing
INSERT INTO actor (key, born, died, origin, scope, source, hash)
SELECT key, :run, :far, origin, scope, source, hash FROM actor WHERE died = :target ORDER BY n
