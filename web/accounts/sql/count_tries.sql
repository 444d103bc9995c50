-- name: count_tries
-- does: how many tries a bucket had since a time
-- access: read
-- params: bucket, since
SELECT COUNT(*)
FROM try
WHERE bucket = :bucket AND at > :since
