-- name: put_presence
-- does: writes how much of a source lies in a scope
-- access: write
-- params: source, scope, statements, stamp
-- returns: nothing
INSERT INTO presence (source, scope, statements, stamp) VALUES (:source, :scope, :statements, :stamp)
ON CONFLICT (source, scope) DO UPDATE SET statements = excluded.statements, stamp = excluded.stamp
