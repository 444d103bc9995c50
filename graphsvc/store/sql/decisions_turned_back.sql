-- name: decisions_turned_back
-- does: counts the decisions that the undo of a run brings back, changes and retires
-- access: read
-- params: target
-- returns: come back, changed, retired
SELECT
    (SELECT count(*) FROM decision AS gone WHERE gone.died = :target AND NOT EXISTS (
        SELECT 1 FROM decision AS written
        WHERE written.left = gone.left AND written.right = gone.right AND written.born = :target)),
    (SELECT count(*) FROM decision AS gone WHERE gone.died = :target AND EXISTS (
        SELECT 1 FROM decision AS written
        WHERE written.left = gone.left AND written.right = gone.right AND written.born = :target)),
    (SELECT count(*) FROM decision AS written WHERE written.born = :target AND NOT EXISTS (
        SELECT 1 FROM decision AS gone
        WHERE gone.left = written.left AND gone.right = written.right AND gone.died = :target))
