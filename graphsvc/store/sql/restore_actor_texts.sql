-- name: restore_actor_texts
-- does: writes the texts of actor rows that come back
-- access: write
-- params: run, target
-- returns: nothing
INSERT INTO actor_text (n, kind, name, folded, country, roles, searchable, body, file, locator, raw)
SELECT
    back.n, was.kind, was.name, was.folded, was.country, was.roles, was.searchable, was.body, was.file, was.locator,
    was.raw
FROM actor AS gone
CROSS JOIN actor_text AS was ON was.n = gone.n
CROSS JOIN actor AS back ON back.key = gone.key AND back.born = :run
WHERE gone.died = :target
