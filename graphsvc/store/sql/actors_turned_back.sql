-- name: actors_turned_back
-- does: counts the actors that the undo of a run brings back, changes and retires
-- access: read
-- params: target
-- returns: come back, changed, retired
SELECT
    (SELECT count(*) FROM actor AS gone WHERE gone.died = :target AND NOT EXISTS (
        SELECT 1 FROM actor AS written WHERE written.key = gone.key AND written.born = :target)),
    (SELECT count(*) FROM actor AS gone WHERE gone.died = :target AND EXISTS (
        SELECT 1 FROM actor AS written WHERE written.key = gone.key AND written.born = :target)),
    (SELECT count(*) FROM actor AS written WHERE written.born = :target AND NOT EXISTS (
        SELECT 1 FROM actor AS gone WHERE gone.key = written.key AND gone.died = :target))
