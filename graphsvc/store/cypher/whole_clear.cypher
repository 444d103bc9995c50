// name: whole_clear
// does: takes away some nodes that a filling that was broken off has written
// access: write
// params: limit
// returns: deleted
MATCH (n) WHERE NOT n:Store
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted
