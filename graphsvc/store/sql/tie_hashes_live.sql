-- name: tie_hashes_live
-- does: gives the hashes of what is live (ties)
-- access: read
-- params: published
-- returns: sources, scopes (JSON arrays), hashes (hexadecimal, one after the other)
SELECT json_group_array(source), json_group_array(scope), group_concat(hex(hash), '')
FROM tie
WHERE born <= :published AND died > :published
