// name: index_retired_tie_born
// does: finds retired ties by the run that wrote them
// access: schema
// params: none
// returns: nothing
CREATE INDEX retired_tie_born IF NOT EXISTS FOR (t:RetiredTie) ON (t.born)
