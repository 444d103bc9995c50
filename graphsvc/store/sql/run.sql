-- name: run
-- does: gives one run
-- access: read
-- params: number
-- returns: the columns of run
SELECT
    number, what, state, started_at, ended_at, account, importer, source, collection, files, counts, undoes
FROM run
WHERE number = :number
