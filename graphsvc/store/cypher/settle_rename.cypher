// name: settle_rename
// does: gives actors another id
// access: write
// params: names [{old, new}]
// returns: renamed
UNWIND $names AS name
MATCH (a:Actor {id: name.old})
SET a.id = name.new
RETURN count(a) AS renamed
