-- name: end_old_tries
-- does: removes tries that no longer count
-- access: write
-- params: since, now
DELETE FROM try
WHERE at <= :since OR at > :now
