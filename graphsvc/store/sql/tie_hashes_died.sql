-- name: tie_hashes_died
-- does: gives the hashes of what a run retires (ties)
-- access: read
-- params: run, published
-- returns: sources, scopes (JSON arrays), hashes (hexadecimal, one after the other)
SELECT json_group_array(source), json_group_array(scope), group_concat(hex(hash), '')
FROM tie
WHERE died = :run AND born <= :published
