-- name: revive_source_facts
-- does: gives back facts of sources that a run retired
-- access: write
-- params: run, far
-- returns: nothing
UPDATE source_facts SET died = :far WHERE died = :run
