-- name: runs
-- does: gives all runs
-- access: read
-- params: none
-- returns: the columns of run, the newest first
SELECT
    number, what, state, started_at, ended_at, account, importer, source, collection, files, counts, undoes
FROM run
ORDER BY number DESC
