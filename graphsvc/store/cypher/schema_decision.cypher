// name: schema_decision
// does: one node for each decision of each run
// access: schema
// params: none
// returns: nothing
CREATE CONSTRAINT decision_row IF NOT EXISTS FOR (d:Decision) REQUIRE d.row IS UNIQUE
