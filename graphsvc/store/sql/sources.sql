-- name: sources
-- does: gives the facts of sources with a live statement that the viewer sees
-- access: read
-- params: published, scopes: the numbers of the scopes that the viewer sees, as JSON
-- returns: facts as JSON
SELECT source_facts.facts
FROM source
CROSS JOIN source_facts ON source_facts.source = source.n
WHERE
    source_facts.born <= :published AND source_facts.died > :published
    AND EXISTS (
        SELECT 1 FROM presence
        WHERE presence.source = source.n AND presence.statements > 0
        AND presence.scope IN (SELECT value FROM json_each(:scopes))
    )
ORDER BY source.id
