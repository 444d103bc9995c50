-- name: facts_hashes
-- does: gives the hashes of live facts of sources
-- access: read
-- params: published
-- returns: source, hash
SELECT source, hash FROM source_facts WHERE born <= :published AND died > :published
