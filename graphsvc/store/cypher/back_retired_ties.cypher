// name: back_retired_ties
// does: finds ties that an unpublished run retired
// access: read
// params: run
// returns: element, row
MATCH ()-[t]->() WHERE t.died = $run RETURN elementId(t) AS element, t.row AS row
