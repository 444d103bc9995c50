-- name: every_source
-- does: gives the facts of sources, history included
-- access: read
-- params: published
-- returns: facts as JSON, born, died
SELECT source_facts.facts, source_facts.born, source_facts.died
FROM source CROSS JOIN source_facts ON source_facts.source = source.n
WHERE source_facts.born <= :published
ORDER BY source.id, source_facts.born
