-- name: issues
-- does: all issues in the order in which they were found
SELECT file, locator, rule, advice, column_name, value, is_refusal
FROM issues
ORDER BY seq;
