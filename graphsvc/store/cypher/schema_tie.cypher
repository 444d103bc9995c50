// name: schema_tie
// does: one relationship for each tie of each run
// access: schema
// each: type of tie
// params: none
// returns: nothing
CREATE CONSTRAINT tie_row_TIE_TYPE IF NOT EXISTS FOR ()-[t:TIE_TYPE]-() REQUIRE t.row IS UNIQUE
