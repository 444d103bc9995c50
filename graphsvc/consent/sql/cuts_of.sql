-- name: cuts_of
-- does: the kept cuts of one account, the last kept first
-- access: read
-- params: account
SELECT id, account, collection, level, title, actor, name, keys, percent, asked, created_at FROM kept_cut
WHERE account = :account
ORDER BY created_at DESC, id
