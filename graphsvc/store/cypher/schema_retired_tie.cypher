// name: schema_retired_tie
// does: one node for each retired tie of each run
// access: schema
// params: none
// returns: nothing
CREATE CONSTRAINT retired_tie_row IF NOT EXISTS FOR (t:RetiredTie) REQUIRE t.row IS UNIQUE
