-- name: presence
-- does: gives what lies where
-- access: read
-- params: none
-- returns: source, scope, statements, stamp
SELECT source, scope, statements, stamp FROM presence
