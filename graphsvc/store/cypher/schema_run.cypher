// name: schema_run
// does: one node for each run
// access: schema
// params: none
// returns: nothing
CREATE CONSTRAINT run_number IF NOT EXISTS FOR (r:Run) REQUIRE r.number IS UNIQUE
