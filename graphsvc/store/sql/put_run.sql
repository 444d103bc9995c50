-- name: put_run
-- does: keeps a run that another store gave
-- access: write
-- params: number, what, state, started_at, ended_at, account, importer, source, collection, files, counts, undoes
-- returns: nothing
INSERT INTO run (number, what, state, started_at, ended_at, account, importer, source, collection, files, counts, undoes)
VALUES (
    :number, :what, :state, :started_at, :ended_at, :account, :importer, :source, :collection, :files, :counts, :undoes
)
