-- name: count_retired
-- does: counts live statements among some that a run retires
-- access: read
-- params: run, published, ids: as JSON
-- returns: number
SELECT
    (SELECT count(*) FROM tie
     WHERE id IN (SELECT value FROM json_each(:ids)) AND born <= :published AND died = :run)
    + (SELECT count(*) FROM actor
       WHERE key IN (SELECT n FROM actor_key WHERE id IN (SELECT value FROM json_each(:ids))) AND born <= :published AND died = :run)
