// name: view
// does: gives what each read begins and ends with: which store, how far published, and which scopes hold something
// access: read
// params: none
// returns: store_id, format, published, moves, scopes
MATCH (s:Store {name: 'graphsvc'})
OPTIONAL MATCH (p:Stamp) WHERE p.rows > 0
RETURN s.store_id AS store_id, s.format AS format, s.published AS published, s.moves AS moves,
       collect(DISTINCT p.scope) AS scopes
