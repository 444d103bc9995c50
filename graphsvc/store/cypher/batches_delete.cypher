// name: batches_delete
// does: takes away the markers of a run
// access: write
// params: run
// returns: deleted
MATCH (b:Batch {run: $run}) DELETE b
RETURN count(*) AS deleted
