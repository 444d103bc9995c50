-- name: add_opt_out_key
-- does: adds a key by which the actor of an opt-out is known; one that is there already stays
-- access: write
-- params: opt_out, key
INSERT OR IGNORE INTO opt_out_key (opt_out, key)
VALUES (:opt_out, :key)
