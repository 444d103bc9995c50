-- name: begin_reading
-- does: begins to read: everything until the end is one moment of the store
-- access: read
-- params: none
-- returns: nothing
BEGIN
