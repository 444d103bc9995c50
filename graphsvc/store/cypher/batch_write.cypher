// name: batch_write
// does: marks a batch of a run as written, with what it changes in the stamps
// access: write
// params: key, run, rows, changes, loosens (whether ties of the same run may have lost an end by it)
// returns: key
CREATE (b:Batch {key: $key, run: $run, rows: $rows, changes: $changes, loosens: $loosens})
RETURN b.key AS key
