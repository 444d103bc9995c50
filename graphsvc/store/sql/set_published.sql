-- name: set_published
-- does: moves the watermark: from here on the run is what readers see
-- access: write
-- params: run
-- returns: nothing
UPDATE store SET published = :run
