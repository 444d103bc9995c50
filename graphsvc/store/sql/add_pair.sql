-- name: add_pair
-- does: writes the stamp of decisions between two scopes
-- access: write
-- params: one, other, stamp
-- returns: nothing
INSERT INTO scope_pair (one, other, stamp) VALUES (:one, :other, :stamp)
