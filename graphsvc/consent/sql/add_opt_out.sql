-- name: add_opt_out
-- does: records that an actor asked not to be used as an introducer
-- access: write
-- params: id, at, account, note
INSERT INTO opt_out (id, recorded_at, recorded_by, note)
VALUES (:id, :at, :account, :note)
