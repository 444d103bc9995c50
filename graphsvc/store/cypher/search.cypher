// name: search
// does: finds live statements in the scopes with a name in which every word begins some word, best first
// access: read
// params: query, text, words, scopes, at, limit
// returns: id, name, searchable
CALL db.index.fulltext.queryNodes('statement_search', $query) YIELD node AS s
WHERE s.born <= $at AND s.died > $at AND s.scope IN $scopes
WITH s, [name IN s.searchable WHERE all(word IN $words WHERE name STARTS WITH word OR name CONTAINS ' ' + word)] AS found
WHERE size(found) > 0
WITH s, CASE
    WHEN $text IN found THEN 0
    WHEN any(name IN found WHERE name STARTS WITH $text) THEN 1
    ELSE 2
  END AS place
ORDER BY place, s.folded, s.id LIMIT $limit
RETURN s.id AS id, s.name AS name, s.searchable AS searchable
