-- name: use_wal
-- does: lets readers go on while somebody writes; kept in the file
-- access: write
-- params: none
-- returns: wal
PRAGMA journal_mode = WAL
