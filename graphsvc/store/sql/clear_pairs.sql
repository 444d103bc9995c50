-- name: clear_pairs
-- does: forgets the stamps of decisions
-- access: write
-- params: none
-- returns: nothing
DELETE FROM scope_pair
