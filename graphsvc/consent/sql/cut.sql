-- name: cut
-- does: one kept cut
-- access: read
-- params: id
SELECT id, account, collection, level, title, actor, name, keys, percent, asked, created_at FROM kept_cut
WHERE id = :id
