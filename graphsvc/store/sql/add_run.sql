-- name: add_run
-- does: begins a run
-- access: write
-- params: number, what, state, started_at, account, importer, source, collection, files, undoes
-- returns: nothing
INSERT INTO run (number, what, state, started_at, account, importer, source, collection, files, counts, undoes)
VALUES (:number, :what, :state, :started_at, :account, :importer, :source, :collection, :files, '{}', :undoes)
