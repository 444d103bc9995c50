// name: schema_stamp
// does: one stamp for each scope and source
// access: schema
// params: none
// returns: nothing
CREATE CONSTRAINT stamp_key IF NOT EXISTS FOR (p:Stamp) REQUIRE p.key IS UNIQUE
