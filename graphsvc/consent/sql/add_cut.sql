-- name: add_cut
-- does: keeps a cut of one actor's money
-- access: write
-- params: id, account, collection, level, title, actor, name, keys, percent, asked, at
INSERT INTO kept_cut (id, account, collection, level, title, actor, name, keys, percent, asked, created_at)
VALUES (:id, :account, :collection, :level, :title, :actor, :name, :keys, :percent, :asked, :at)
