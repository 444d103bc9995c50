// name: undo_newer_sources
// does: counts descriptions of a source by later runs
// access: read
// params: id, target, run
// returns: later
MATCH (s:Source {id: $id}) WHERE s.born > $target AND s.born < $run RETURN count(s) AS later
