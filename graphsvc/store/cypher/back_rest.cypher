// name: back_rest
// does: takes back what an unpublished run did to sources and decisions
// access: write
// params: run, far
// returns: done
OPTIONAL MATCH (old) WHERE (old:Source OR old:Decision) AND old.died = $run
SET old.died = $far
WITH count(old) AS restored
OPTIONAL MATCH (new) WHERE (new:Source OR new:Decision) AND new.born = $run
DELETE new
RETURN restored + count(*) AS done
