// name: settle_hold
// does: keeps other writers waiting until the end of this transaction
// access: write
// params: moved (1 if relationships are moved, else 0)
// returns: published
MATCH (s:Store {name: 'graphsvc'})
SET s.moves = s.moves + $moved
RETURN s.published AS published
