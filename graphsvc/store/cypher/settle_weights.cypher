// name: settle_weights
// does: counts the relationships of actors whose statements belong to other actors by their cards
// access: read
// params: cards [{position, id, statements}]
// returns: position, weight
UNWIND $cards AS card
UNWIND card.statements AS statement
MATCH (:StatementRow {id: statement})-[:ABOUT]->(a:Actor) WHERE a.id <> card.id
WITH DISTINCT card.position AS position, a
RETURN position, sum(COUNT { (a)--() }) AS weight
