// name: settle_candidates
// does: gives the actors that statements of cards without an actor hang on, and how many relationships each has
// access: read
// params: cards [{id, statements}]
// returns: card, actor, degree
UNWIND $cards AS card
WITH card WHERE NOT EXISTS { (:Actor {id: card.id}) }
UNWIND card.statements AS statement
MATCH (:StatementRow {id: statement})-[:ABOUT]->(a:Actor)
RETURN card.id AS card, a.id AS actor, COUNT { (a)--() } AS degree
ORDER BY card, degree DESC, actor
