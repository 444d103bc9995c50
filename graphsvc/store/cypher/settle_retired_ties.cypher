// name: settle_retired_ties
// does: finds relationships of ties that are retired for good
// access: read
// params: at
// returns: element, row
MATCH ()-[t]->() WHERE t.died <= $at RETURN elementId(t) AS element, t.row AS row
