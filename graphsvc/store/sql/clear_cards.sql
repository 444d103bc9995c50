-- name: clear_cards
-- does: forgets the picture of actors
-- access: write
-- params: none
-- returns: nothing
DELETE FROM card
