// name: evidence_source
// does: gives a source as it is now, and the files of the run that read a statement from them
// access: read
// params: source, at, origin
// returns: source, files
MATCH (s:Source {id: $source}) WHERE s.born <= $at AND s.died > $at
OPTIONAL MATCH (r:Run {number: $origin})
RETURN properties(s) AS source, r.files AS files
