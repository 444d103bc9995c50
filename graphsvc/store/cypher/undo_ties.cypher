// name: undo_ties
// does: gives the ends and lives of ties that a run wrote or retired
// access: read
// params: target
// returns: row, id, born, died, type
MATCH ()-[t]->() WHERE t.born = $target OR t.died = $target
RETURN t.row AS row, t.id AS id, t.born AS born, t.died AS died, type(t) AS type
UNION ALL
MATCH (t:RetiredTie) WHERE t.born = $target
RETURN t.row AS row, t.id AS id, t.born AS born, t.died AS died, t.type AS type
UNION ALL
MATCH (t:RetiredTie) WHERE t.died = $target AND t.born <> $target
RETURN t.row AS row, t.id AS id, t.born AS born, t.died AS died, t.type AS type
