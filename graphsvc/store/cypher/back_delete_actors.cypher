// name: back_delete_actors
// does: takes away some statements about actors that an unpublished run wrote, and actors that nothing else is about
// access: write
// params: run, limit
// returns: deleted
MATCH (s:StatementRow {born: $run})
WITH s LIMIT $limit
OPTIONAL MATCH (s)-[:ABOUT]->(a:Actor)
DETACH DELETE s
WITH DISTINCT a, count(s) AS deleted
FOREACH (empty IN CASE WHEN a IS NOT NULL AND COUNT { (a)--() } = 0 THEN [a] ELSE [] END | DELETE empty)
RETURN sum(deleted) AS deleted
