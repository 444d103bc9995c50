// name: settle_changed
// does: gives the positions of cards that the picture does not show yet
// access: read
// params: cards [{position, id, card, size}], at
// returns: position
UNWIND $cards AS card
OPTIONAL MATCH (a:Actor {id: card.id})
WITH card, a
WHERE a IS NULL OR a.card IS NULL OR a.card <> card.card
   OR COUNT { (a)<-[:ABOUT]-(s:Statement) WHERE s.born <= $at AND s.died > $at } <> card.size
RETURN card.position AS position
