// name: index_retired_tie_died
// does: finds retired ties by the run that retired them
// access: schema
// params: none
// returns: nothing
CREATE INDEX retired_tie_died IF NOT EXISTS FOR (t:RetiredTie) ON (t.died)
