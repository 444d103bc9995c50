-- name: tie_columns
-- does: gives live ties as columns, in no order
-- access: read
-- params: published, scopes: the numbers of the scopes that the viewer sees, as JSON
-- returns: ids, numbers of egos, alters, kinds, first and last days, statuses, confidences, formalities, sources, strengths, each as a JSON array
SELECT
    json_group_array(id), json_group_array(ego_key), json_group_array(alter_key), json_group_array(kind),
    json_group_array(first_day), json_group_array(last_day), json_group_array(status), json_group_array(confidence),
    json_group_array(formality), json_group_array(source), json_group_array(strength)
FROM tie
WHERE born <= :published AND died > :published AND scope IN (SELECT value FROM json_each(:scopes))
