// name: schema_batch
// does: one marker for each batch of a run that was written
// access: schema
// params: none
// returns: nothing
CREATE CONSTRAINT batch_key IF NOT EXISTS FOR (b:Batch) REQUIRE b.key IS UNIQUE
