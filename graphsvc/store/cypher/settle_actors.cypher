// name: settle_actors
// does: writes what cards say of their actors, labels included
// access: write
// params: cards [{id, said, labels}], ours
// returns: written
UNWIND $cards AS card
MERGE (a:Actor {id: card.id})
SET a = card.said
REMOVE a:$([label IN labels(a) WHERE label IN $ours AND NOT label IN card.labels])
SET a:$(card.labels)
RETURN count(a) AS written
