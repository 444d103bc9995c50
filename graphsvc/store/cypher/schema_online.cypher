// name: schema_online
// does: names the constraints and indexes that are there and work
// access: read
// params: none
// returns: name
SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name
