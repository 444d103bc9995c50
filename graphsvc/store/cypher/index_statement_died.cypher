// name: index_statement_died
// does: finds statements by the run that retired them
// access: schema
// params: none
// returns: nothing
CREATE INDEX statement_died IF NOT EXISTS FOR (s:StatementRow) ON (s.died)
