// name: actors_write
// does: writes statements about actors; each hangs on the actor of an earlier statement with its id, else on one of its own
// access: write
// params: rows [{said, actor, labels}]
// returns: written
UNWIND $rows AS row
OPTIONAL MATCH (:StatementRow {id: row.said.id})-[:ABOUT]->(known:Actor)
WITH row, head(collect(DISTINCT known)) AS known
MERGE (s:StatementRow {row: row.said.row})
SET s = row.said, s:Statement
WITH s, row, known
CALL (s, row, known) {
  WITH s, row, known WHERE known IS NULL
  MERGE (a:Actor {id: row.said.id})
  ON CREATE SET a += row.actor, a:$(row.labels)
  MERGE (s)-[:ABOUT]->(a)
  RETURN a
  UNION
  WITH s, row, known WHERE known IS NOT NULL
  MERGE (s)-[:ABOUT]->(known)
  RETURN known AS a
}
RETURN count(a) AS written
