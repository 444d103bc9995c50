"""How often somebody may try to sign in: by account and by address, the same for accounts that do not exist."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from graphsvc.errors import TooManyTries
from graphsvc.sqlite_file import SqliteFile

WINDOW_SECONDS = 60.0
TRIES_OF_A_NAME = 10
TRIES_OF_AN_ADDRESS = 30


class Tries:
    """Counts tries in the last minute. Names and addresses are kept as hashes, for a minute."""

    def __init__(self, database: SqliteFile, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def note(self, *, address: str, name: str | None = None) -> None:
        """Count one try. Raises TooManyTries when there were too many; a refused try does not count."""
        now = self._clock()
        limits = [(_bucket("address", address), TRIES_OF_AN_ADDRESS)]
        if name is not None:
            limits.append((_bucket("name", name), TRIES_OF_A_NAME))
        with self._database.transaction():
            self._database.rows("end_old_tries", since=now - WINDOW_SECONDS, now=now)
            for bucket, limit in limits:
                (count,) = self._database.rows("count_tries", bucket=bucket, since=now - WINDOW_SECONDS)[0]
                if count >= limit:
                    raise TooManyTries
            for bucket, _limit in limits:
                self._database.rows("add_try", bucket=bucket, at=now)


def _bucket(sort: str, value: str) -> str:
    return hashlib.sha256(f"{sort}\0{value}".encode("utf-8", "surrogatepass")).hexdigest()
