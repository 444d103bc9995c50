-- name: opt_out_keys
-- does: the keys of one opt-out
-- access: read
-- params: opt_out
SELECT key FROM opt_out_key
WHERE opt_out = :opt_out
ORDER BY key
