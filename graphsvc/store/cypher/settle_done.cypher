// name: settle_done
// does: notes up to which run retired ties are out of the way
// access: write
// params: at
// returns: settled
MATCH (s:Store {name: 'graphsvc'})
SET s.settled = $at
RETURN s.settled AS settled
