// name: batches_read
// does: gives what the batches of a run change in the stamps
// access: read
// params: run
// returns: changes, loosens
MATCH (b:Batch {run: $run}) RETURN b.changes AS changes, b.loosens AS loosens
