-- name: sources_of_run
-- does: gives sources that a run may write for
-- access: read
-- params: run, published
-- returns: n, id
SELECT DISTINCT source.n, source.id
FROM source
CROSS JOIN source_facts ON source_facts.source = source.n
WHERE source_facts.born = :run OR (source_facts.born <= :published AND source_facts.died > :published)
