-- name: forget_live
-- does: forgets what the store said
DELETE FROM live;
