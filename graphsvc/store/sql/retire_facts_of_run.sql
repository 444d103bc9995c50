-- name: retire_facts_of_run
-- does: retires the facts that another run wrote, where earlier ones come back
-- access: write
-- params: run, target, far
-- returns: nothing
UPDATE source_facts SET died = :run
WHERE
    born = :target AND died = :far
    AND source IN (SELECT back.source FROM source_facts AS back WHERE back.born = :run)
