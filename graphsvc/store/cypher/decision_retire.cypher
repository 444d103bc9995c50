// name: decision_retire
// does: retires the live decision on a pair, and takes away one that the same run staged
// access: write
// params: left, right, run, far
// returns: retired
MATCH (d:Decision {left: $left, right: $right}) WHERE d.died = $far OR d.died = $run
SET d.died = $run
WITH d, d.born = $run AS own
FOREACH (one IN CASE WHEN own THEN [d] ELSE [] END | DELETE one)
RETURN count(*) AS retired
