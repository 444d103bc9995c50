-- name: restore_tie_texts
-- does: writes the texts of tie rows that come back
-- access: write
-- params: run, target
-- returns: nothing
INSERT INTO tie_text (n, start, end, flow_class, amount, currency, value_date, body, file, locator, raw)
SELECT
    back.n, was.start, was.end, was.flow_class, was.amount, was.currency, was.value_date, was.body,
    was.file, was.locator, was.raw
FROM tie AS gone
CROSS JOIN tie_text AS was ON was.n = gone.n
CROSS JOIN tie AS back ON back.id = gone.id AND back.born = :run
WHERE gone.died = :target
