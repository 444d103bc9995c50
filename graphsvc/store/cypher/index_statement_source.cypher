// name: index_statement_source
// does: finds the statements of one source in the order of their ids
// access: schema
// params: none
// returns: nothing
CREATE INDEX statement_source IF NOT EXISTS FOR (s:StatementRow) ON (s.source, s.id)
