-- name: tie_hashes_born
-- does: gives the hashes of what a run writes (ties)
-- access: read
-- params: run
-- returns: sources, scopes (JSON arrays), hashes (hexadecimal, one after the other)
SELECT json_group_array(source), json_group_array(scope), group_concat(hex(hash), '')
FROM tie
WHERE born = :run
