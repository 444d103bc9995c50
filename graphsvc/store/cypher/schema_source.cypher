// name: schema_source
// does: one node for each source as one run described it
// access: schema
// params: none
// returns: nothing
CREATE CONSTRAINT source_row IF NOT EXISTS FOR (s:Source) REQUIRE s.row IS UNIQUE
