// name: schema_actor
// does: one node for each id of an actor
// access: schema
// params: none
// returns: nothing
CREATE CONSTRAINT actor_id IF NOT EXISTS FOR (a:Actor) REQUIRE a.id IS UNIQUE
