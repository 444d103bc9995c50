// name: settle_empty_actors
// does: takes away some actors that no statement is about
// access: write
// params: limit
// returns: deleted
MATCH (a:Actor) WHERE COUNT { (a)--() } = 0
WITH a LIMIT $limit
DELETE a
RETURN count(*) AS deleted
