// name: store_create
// does: makes the node of the store, once
// access: write
// params: store_id, format, types
// returns: store_id
MERGE (s:Store {name: 'graphsvc'})
ON CREATE SET s.store_id = $store_id, s.published = 0, s.moves = 0, s.settled = 0
SET s.format = $format, s.types = $types
RETURN s.store_id AS store_id
