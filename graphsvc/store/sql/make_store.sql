-- name: make_store
-- does: gives a new store its id
-- access: write
-- params: store_id
-- returns: nothing
INSERT INTO store (one, store_id, published) VALUES (1, :store_id, 0)
