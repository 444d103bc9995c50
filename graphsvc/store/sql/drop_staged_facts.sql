-- name: drop_staged_facts
-- does: takes facts of sources of a run out
-- access: write
-- params: run
-- returns: nothing
DELETE FROM source_facts WHERE born = :run
