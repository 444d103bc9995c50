-- name: index_spool
-- does: makes the ids findable, once everything is in
CREATE INDEX actors_by_id ON actors (id, seq);
CREATE INDEX ties_by_id ON ties (id, seq);
