-- name: issue_groups
-- does: issues by rule: how many, and the first of each
SELECT rule, is_refusal, file, locator, column_name, value, advice, count(*), min(seq)
FROM issues
GROUP BY rule, is_refusal
ORDER BY is_refusal DESC, count(*) DESC, rule;
