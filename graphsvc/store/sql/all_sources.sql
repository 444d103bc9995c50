-- name: all_sources
-- does: gives the numbers of sources
-- access: read
-- params: none
-- returns: n, id
SELECT n, id FROM source
