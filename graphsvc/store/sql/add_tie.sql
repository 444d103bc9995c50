-- name: add_tie
-- does: writes a tie row
-- access: write
-- params: in the order of the columns
-- returns: nothing
INSERT INTO tie (
    n, id, born, died, origin, scope, source, kind, ego_key, alter_key, first_day, last_day, status, confidence,
    formality, strength, hash
)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
