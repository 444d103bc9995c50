-- name: any_cut
-- does: one row if any cut is kept
-- access: read
SELECT 1 FROM kept_cut LIMIT 1
