// name: whole_clear_ties
// does: takes away some relationships that a filling that was broken off has written
// access: write
// params: limit
// returns: deleted
MATCH ()-[t]->()
WITH t LIMIT $limit
DELETE t
RETURN count(*) AS deleted
