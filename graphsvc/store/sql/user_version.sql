-- name: user_version
-- does: asks which format the file has
-- access: read
-- params: none
-- returns: 0 for a new file
PRAGMA user_version
