-- name: retire_facts
-- does: retires the facts of a source that are live
-- access: write
-- params: source: its id, run, far
-- returns: nothing
UPDATE source_facts SET died = :run
WHERE source = (SELECT n FROM source WHERE id = :source) AND born < :run AND died = :far
