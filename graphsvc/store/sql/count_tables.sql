-- name: count_tables
-- does: tells a new file from one of another program
-- access: read
-- params: none
-- returns: number of tables
SELECT count(*) FROM sqlite_schema
