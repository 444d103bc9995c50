// name: whole_cancel
// does: notes that a store is not being filled any more
// access: write
// params: none
// returns: done
MATCH (s:Store {name: 'graphsvc'}) REMOVE s.filling RETURN count(s) AS done
