// name: back_restore_ties
// does: makes ties live again that an unpublished run retired
// access: write
// params: ties [{element, row}], run, far
// returns: restored
UNWIND $ties AS tie
MATCH ()-[t]->() WHERE elementId(t) = tie.element AND t.row = tie.row AND t.died = $run
SET t.died = $far
RETURN count(t) AS restored
