-- name: application_id
-- does: asks which program the file belongs to
-- access: read
-- params: none
-- returns: 0 for a new file
PRAGMA application_id
