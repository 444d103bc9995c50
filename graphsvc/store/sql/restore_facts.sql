-- name: restore_facts
-- does: writes again the facts of a source that another run replaced, if nobody has changed them since
-- access: write
-- params: run, target, far
-- returns: nothing
INSERT INTO source_facts (source, born, died, hash, facts)
SELECT was.source, :run, :far, was.hash, was.facts
FROM source_facts AS was
CROSS JOIN source_facts AS now ON now.source = was.source AND now.born = :target AND now.died = :far
WHERE was.died = :target
