-- name: begin_writing
-- does: begins to write, at once or after the writer before
-- access: write
-- params: none
-- returns: nothing
BEGIN IMMEDIATE
