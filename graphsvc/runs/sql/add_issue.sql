-- name: add_issue
-- does: keeps one row issue
INSERT INTO issues (rule, is_refusal, file, locator, column_name, value, advice) VALUES (?, ?, ?, ?, ?, ?, ?);
