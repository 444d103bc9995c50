-- name: add_word
-- does: numbers a text
-- access: write
-- params: text
-- returns: nothing
INSERT INTO word (text) VALUES (:text) ON CONFLICT (text) DO NOTHING
