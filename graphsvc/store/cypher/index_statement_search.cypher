// name: index_statement_search
// does: finds statements by words of names and identifiers, which are folded already: the analyzer only splits at blanks
// access: schema
// params: none
// returns: nothing
CREATE FULLTEXT INDEX statement_search IF NOT EXISTS FOR (s:StatementRow) ON EACH [s.search]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}
