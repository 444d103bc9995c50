"""The audit: who did what, when. Append-only; each entry is bound to the one before, so that a changed one is found.

Subjects are opaque ids, never names or typed text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from graphsvc.sqlite_file import SqliteFile

_FIRST = b"\0" * 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit. `account` is None for the command line and for people who are not signed in."""

    number: int
    at: str
    account: str | None
    what: str
    subject: str | None
    hash: bytes


class Audit:
    """Appends to the audit and checks it."""

    def __init__(self, database: SqliteFile, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def record(self, what: str, *, account: str | None, subject: str | None = None) -> None:
        """Append one entry."""
        at = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="seconds")
        with self._database.transaction():
            number, previous = self._database.row("last_audit") or (0, _FIRST)
            digest = _chain(previous, number + 1, at, account, what, subject)
            self._database.rows(
                "add_audit", number=number + 1, at=at, account=account, what=what, subject=subject, hash=digest
            )

    def entries(self) -> tuple[Entry, ...]:
        """All entries, oldest first."""
        return tuple(Entry(*row) for row in self._database.rows("audit"))

    def first_broken(self) -> int | None:
        """The number of the first entry that was changed, or that stands after one that is missing; None: it is whole.

        An attacker who can write the file can drop the newest entries; keep copies of the last hash elsewhere.
        """
        previous = _FIRST
        for expected, entry in enumerate(self.entries(), start=1):
            digest = _chain(previous, entry.number, entry.at, entry.account, entry.what, entry.subject)
            if entry.number != expected or digest != entry.hash:
                return expected
            previous = entry.hash
        return None


def _chain(previous: bytes, *fields: int | str | None) -> bytes:
    return hashlib.sha256(previous + json.dumps(fields, ensure_ascii=True).encode("ascii")).digest()
