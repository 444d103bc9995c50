// name: index_retired_tie_id
// does: finds all that was ever kept of a tie
// access: schema
// params: none
// returns: nothing
CREATE INDEX retired_tie_id IF NOT EXISTS FOR (t:RetiredTie) ON (t.id)
