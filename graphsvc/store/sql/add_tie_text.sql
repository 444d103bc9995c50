-- name: add_tie_text
-- does: writes the texts of a tie row
-- access: write
-- params: in the order of the columns
-- returns: nothing
INSERT INTO tie_text (
    n, start, end, flow_class, amount, currency, value_date, body, file, locator, raw
)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
