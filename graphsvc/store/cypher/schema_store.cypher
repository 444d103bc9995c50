// name: schema_store
// does: one node for the store itself
// access: schema
// params: none
// returns: nothing
CREATE CONSTRAINT store_name IF NOT EXISTS FOR (s:Store) REQUIRE s.name IS UNIQUE
