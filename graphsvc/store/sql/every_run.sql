-- name: every_run
-- does: gives all runs that have ended
-- access: read
-- params: none
-- returns: the columns of run, the oldest first
SELECT
    number, what, state, started_at, ended_at, account, importer, source, collection, files, counts, undoes
FROM run
WHERE state <> 'loading'
ORDER BY number
