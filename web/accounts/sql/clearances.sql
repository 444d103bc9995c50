-- name: clearances
-- does: the clearances of one person
-- access: read
-- params: account
SELECT collection, level
FROM clearance
WHERE account = :account
ORDER BY collection
