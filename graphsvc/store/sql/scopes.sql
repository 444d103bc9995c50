-- name: scopes
-- does: gives all scopes, hidden ones too
-- access: read
-- params: none
-- returns: n, name, stamp (NULL where nothing is live)
SELECT n, name, stamp FROM scope
