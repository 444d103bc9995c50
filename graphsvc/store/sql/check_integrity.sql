-- name: check_integrity
-- does: looks through the whole file for damage
-- access: read
-- params: none
-- returns: ok, or what is damaged
PRAGMA integrity_check
