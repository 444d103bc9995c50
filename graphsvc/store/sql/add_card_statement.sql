-- name: add_card_statement
-- does: writes which actor a statement is about
-- access: write
-- params: in the order of the columns
-- returns: nothing
INSERT INTO card_statement (statement, card) VALUES (?, ?)
