// name: back_delete_rest
// does: takes away what an unpublished run said of sources and decided
// access: write
// params: run
// returns: deleted
MATCH (new:Source|Decision) WHERE new.born = $run
DELETE new
RETURN count(*) AS deleted
