-- name: ties_turned_back
-- does: counts the ties that the undo of a run brings back, changes and retires
-- access: read
-- params: target
-- returns: come back, changed, retired
SELECT
    (SELECT count(*) FROM tie AS gone WHERE gone.died = :target AND NOT EXISTS (
        SELECT 1 FROM tie AS written WHERE written.id = gone.id AND written.born = :target)),
    (SELECT count(*) FROM tie AS gone WHERE gone.died = :target AND EXISTS (
        SELECT 1 FROM tie AS written WHERE written.id = gone.id AND written.born = :target)),
    (SELECT count(*) FROM tie AS written WHERE written.born = :target AND NOT EXISTS (
        SELECT 1 FROM tie AS gone WHERE gone.id = written.id AND gone.died = :target))
