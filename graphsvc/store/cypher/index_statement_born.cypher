// name: index_statement_born
// does: finds statements by the run that wrote them
// access: schema
// params: none
// returns: nothing
CREATE INDEX statement_born IF NOT EXISTS FOR (s:StatementRow) ON (s.born)
