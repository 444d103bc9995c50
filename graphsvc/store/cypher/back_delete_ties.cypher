// name: back_delete_ties
// does: takes away ties that an unpublished run wrote
// access: write
// params: ties [{element, row}], run
// returns: deleted
UNWIND $ties AS tie
MATCH ()-[t]->() WHERE elementId(t) = tie.element AND t.row = tie.row AND t.born = $run
DELETE t
RETURN count(*) AS deleted
