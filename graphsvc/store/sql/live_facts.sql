-- name: live_facts
-- does: gives hash of the facts that are live of a source
-- access: read
-- params: source: its id, published
-- returns: hash
SELECT source_facts.hash
FROM source
CROSS JOIN source_facts ON source_facts.source = source.n
WHERE source.id = :source AND source_facts.born <= :published AND source_facts.died > :published
