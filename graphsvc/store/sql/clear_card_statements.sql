-- name: clear_card_statements
-- does: forgets which actor a statement is about
-- access: write
-- params: none
-- returns: nothing
DELETE FROM card_statement
