-- name: every_tie
-- does: gives all tie rows, history included
-- access: read
-- params: published
-- returns: the columns of TieRow, born, died, origin
SELECT
    id, scope, source, hash, kind, ego, alter_, start, end, status, confidence, formality, strength, flow_class, amount,
    currency, value_date, body, file, locator, raw, born, died, origin
FROM tie_row
WHERE born <= :published
ORDER BY id, born
