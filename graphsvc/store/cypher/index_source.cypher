// name: index_source
// does: finds a source by its id
// access: schema
// params: none
// returns: nothing
CREATE INDEX source_id IF NOT EXISTS FOR (s:Source) ON (s.id)
