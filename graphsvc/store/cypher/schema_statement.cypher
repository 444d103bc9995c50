// name: schema_statement
// does: one node for each statement about an actor of each run
// access: schema
// params: none
// returns: nothing
CREATE CONSTRAINT statement_row IF NOT EXISTS FOR (s:StatementRow) REQUIRE s.row IS UNIQUE
