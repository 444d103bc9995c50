-- name: journal_mode
-- does: asks how the file keeps its journal
-- access: read
-- params: none
-- returns: wal, or what another program chose
PRAGMA journal_mode
