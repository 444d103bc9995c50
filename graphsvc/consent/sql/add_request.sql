-- name: add_request
-- does: writes a new request
-- access: write
-- params: id, account, collection, level, asker, introducer, target, asker_name, introducer_name, target_name,
--   purpose, plan, state, at
INSERT INTO request (
    id, account, collection, level, asker, introducer, target, asker_name, introducer_name, target_name,
    purpose, plan, state, created_at, changed_at
) VALUES (
    :id, :account, :collection, :level, :asker, :introducer, :target, :asker_name, :introducer_name, :target_name,
    :purpose, :plan, :state, :at, :at
)
