-- name: words
-- does: gives the texts of numbers
-- access: read
-- params: none
-- returns: n, text
SELECT n, text FROM word
