-- name: add_person
-- does: adds one person; a name that is there already is refused
-- access: write
-- params: account, name, password, everywhere, permissions, created_at
INSERT INTO person (account, name, password, everywhere, permissions, is_active, created_at)
VALUES (:account, :name, :password, :everywhere, :permissions, 1, :created_at)
