-- name: opt_outs
-- does: all opt-outs, withdrawn ones too, oldest first
-- access: read
SELECT id, recorded_at, recorded_by, note, withdrawn_at, withdrawn_by
FROM opt_out
ORDER BY recorded_at, id
