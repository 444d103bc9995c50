-- name: ties_of_ids
-- does: gives those of some ties that are live
-- access: read
-- params: published, scopes: the numbers of the scopes that the viewer sees, as JSON, ids: as JSON
-- returns: the columns of TieRow and origin, by id
SELECT
    id, scope, source, hash, kind, ego, alter_, start, end, status, confidence, formality, strength, flow_class, amount,
    currency, value_date, body, file, locator, raw, origin
FROM tie_row
WHERE id IN (SELECT value FROM json_each(:ids)) AND born <= :published AND died > :published AND scope_n IN (SELECT value FROM json_each(:scopes))
ORDER BY id
