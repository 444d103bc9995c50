-- name: set_stamp
-- does: writes the stamp of a scope
-- access: write
-- params: n, stamp
-- returns: nothing
UPDATE scope SET stamp = :stamp WHERE n = :n
