// name: columns_ties
// does: gives live ties in the scopes as columns, in lists
// access: read
// params: scopes, at
// returns: ids, egos, alters, kinds, starts, ends, statuses, confidences, formalities, sources, strengths (blank: none; strength below 0: none)
MATCH ()-[t]->() WHERE t.born <= $at AND t.died > $at AND t.scope IN $scopes
WITH left(t.id, 2) AS part, collect(t.id) AS ids, collect(t.ego) AS egos, collect(t.alter) AS alters,
     collect(t.kind) AS kinds, collect(coalesce(t.start, '')) AS starts, collect(coalesce(t.end, '')) AS ends,
     collect(t.status) AS statuses, collect(t.confidence) AS confidences,
     collect(t.formality) AS formalities, collect(t.source) AS sources,
     collect(coalesce(t.strength, -1.0)) AS strengths
RETURN ids, egos, alters, kinds, starts, ends, statuses, confidences, formalities, sources, strengths
