// name: stamps_of
// does: gives stamps by key
// access: read
// params: keys
// returns: key, rows, total
UNWIND $keys AS key
MATCH (p:Stamp {key: key}) RETURN p.key AS key, p.rows AS rows, p.total AS total
