// name: store_find
// does: says which store this is and how far it is published
// access: read
// params: none
// returns: store_id, format, published, moves, settled, types
MATCH (s:Store {name: 'graphsvc'})
RETURN s.store_id AS store_id, s.format AS format, s.published AS published, s.moves AS moves, s.settled AS settled,
       s.types AS types
