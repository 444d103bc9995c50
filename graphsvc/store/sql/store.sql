-- name: store
-- does: says which store this is
-- access: read
-- params: none
-- returns: store_id, published
SELECT store_id, published FROM store
