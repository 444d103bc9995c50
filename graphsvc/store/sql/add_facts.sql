-- name: add_facts
-- does: writes the facts of a source
-- access: write
-- params: source: its id, born, died, hash, facts
-- returns: nothing
INSERT INTO source_facts (source, born, died, hash, facts)
SELECT n, :born, :died, :hash, :facts FROM source WHERE id = :source
