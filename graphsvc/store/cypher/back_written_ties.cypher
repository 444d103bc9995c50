// name: back_written_ties
// does: finds ties that an unpublished run wrote
// access: read
// params: run
// returns: element, row
MATCH ()-[t]->() WHERE t.born = $run RETURN elementId(t) AS element, t.row AS row
