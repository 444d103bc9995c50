-- name: add_clearance
-- does: gives one clearance in one collection
-- access: write
-- params: account, collection, level
INSERT INTO clearance (account, collection, level)
VALUES (:account, :collection, :level)
