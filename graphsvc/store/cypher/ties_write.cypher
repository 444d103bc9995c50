// name: ties_write
// does: writes ties between the actors of their statements, which must be live or staged, of their source, as open
// access: write
// each: type of tie
// params: rows, far
// returns: written
UNWIND $rows AS row
MATCH (e:StatementRow {id: row.ego}) USING INDEX e:StatementRow(id) WHERE e.died = $far AND e.source = row.source AND e.level <= row.level
MATCH (e)-[:ABOUT]->(ego:Actor)
MATCH (a:StatementRow {id: row.alter}) USING INDEX a:StatementRow(id) WHERE a.died = $far AND a.source = row.source AND a.level <= row.level
MATCH (a)-[:ABOUT]->(alter:Actor)
CREATE (ego)-[t:TIE_TYPE]->(alter) SET t = row
RETURN count(t) AS written
