// name: ties_forget
// does: takes away live ties of a store that is being filled, before they are written again
// access: write
// each: type of tie
// params: ids
// returns: deleted
UNWIND $ids AS id
MATCH ()-[t:TIE_TYPE]->() WHERE t.row STARTS WITH id AND t.id = id
DELETE t
RETURN count(*) AS deleted
