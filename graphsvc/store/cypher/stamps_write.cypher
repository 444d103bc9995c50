// name: stamps_write
// does: writes stamps
// access: write
// params: stamps [{key, scope, source, rows, total}]
// returns: written
UNWIND $stamps AS stamp
MERGE (p:Stamp {key: stamp.key})
SET p = stamp
RETURN count(p) AS written
