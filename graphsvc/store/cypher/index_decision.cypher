// name: index_decision
// does: finds decisions by what a run wrote
// access: schema
// params: none
// returns: nothing
CREATE INDEX decision_born IF NOT EXISTS FOR (d:Decision) ON (d.born)
