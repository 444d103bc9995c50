// name: index_decision_pair
// does: finds decisions by their pair
// access: schema
// params: none
// returns: nothing
CREATE INDEX decision_pair IF NOT EXISTS FOR (d:Decision) ON (d.left, d.right)
