-- name: repeated_ties
-- does: later ties with the id of an earlier one, and whether they say the same
-- params: the last seq seen, how many
SELECT later.seq, later.file, later.locator, later.hash = earlier.hash, earlier.file, earlier.locator
FROM ties AS later
JOIN ties AS earlier
    ON earlier.id = later.id AND earlier.seq = (SELECT min(seq) FROM ties WHERE id = later.id)
WHERE later.seq > earlier.seq AND later.seq > ?
ORDER BY later.seq
LIMIT ?;
