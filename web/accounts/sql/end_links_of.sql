-- name: end_links_of
-- does: removes every link of one person
-- access: write
-- params: account
DELETE FROM link
WHERE account = :account
