// name: schema_await
// does: waits until indexes can be used
// access: read
// params: seconds
// returns: nothing
CALL db.awaitIndexes($seconds)
