// name: index_statement_id
// does: finds all that was ever kept of a statement
// access: schema
// params: none
// returns: nothing
CREATE INDEX statement_id IF NOT EXISTS FOR (s:StatementRow) ON (s.id)
