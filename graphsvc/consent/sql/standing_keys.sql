-- name: standing_keys
-- does: the keys of all opt-outs that stand, with their opt-out
-- access: read
SELECT opt_out_key.opt_out, opt_out_key.key
FROM opt_out_key
JOIN opt_out ON opt_out.id = opt_out_key.opt_out
WHERE opt_out.withdrawn_at IS NULL
ORDER BY opt_out_key.opt_out, opt_out_key.key
