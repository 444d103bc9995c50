// name: runs_page
// does: gives runs, the newest first, before a number
// access: read
// params: before, limit
// returns: run
MATCH (r:Run) WHERE r.number < $before
WITH r ORDER BY r.number DESC LIMIT $limit
RETURN properties(r) AS run
