-- name: retire_ties
-- does: retires live ties
-- access: write
-- params: run, far, ids: as JSON
-- returns: nothing
UPDATE tie SET died = :run
WHERE id IN (SELECT value FROM json_each(:ids)) AND born < :run AND died = :far
