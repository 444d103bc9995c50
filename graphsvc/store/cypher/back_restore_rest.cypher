// name: back_restore_rest
// does: makes sources and decisions live again that an unpublished run retired
// access: write
// params: run, far
// returns: restored
MATCH (old:Source|Decision) WHERE old.died = $run
SET old.died = $far
RETURN count(*) AS restored
