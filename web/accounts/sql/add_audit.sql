-- name: add_audit
-- does: appends one entry to the audit
-- access: write
-- params: number, at, account, what, subject, hash
INSERT INTO audit (number, at, account, what, subject, hash)
VALUES (:number, :at, :account, :what, :subject, :hash)
