// name: sources_there
// does: gives those sources that are described by a published run or by the run itself
// access: read
// params: ids, far
// returns: id
UNWIND $ids AS id
MATCH (s:Source {id: id}) WHERE s.died = $far
RETURN s.id AS id
