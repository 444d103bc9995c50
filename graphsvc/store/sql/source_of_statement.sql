-- name: source_of_statement
-- does: gives the live facts of one source
-- access: read
-- params: published, source: its id
-- returns: facts as JSON
SELECT source_facts.facts
FROM source
CROSS JOIN source_facts ON source_facts.source = source.n
WHERE source.id = :source AND source_facts.born <= :published AND source_facts.died > :published
