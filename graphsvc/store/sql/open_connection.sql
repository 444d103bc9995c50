-- name: open_connection
-- does: sets up a connection: how long to wait for a writer is set by the caller
-- access: write
-- params: none
-- returns: nothing
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -32000;
PRAGMA temp_store = MEMORY;
