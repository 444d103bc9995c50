// name: store_server
// does: names the product that answers
// access: read
// params: none
// returns: name, versions, edition
CALL dbms.components() YIELD name, versions, edition RETURN name, versions, edition
