"""Who asked not to be used as an introducer. Kept by every key by which the actor is known, for every viewer.

Every key: those of statements too that only some see, and that make several actors one. Somebody who asked so is out
for all who see a part of them, even where that tells them that the parts are one (see docs/security/threat-model.md).
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from graphsvc.consent.texts import LONGEST_NOTE, clean
from graphsvc.errors import InvalidValue, NotFound
from graphsvc.sqlite_file import SqliteFile


@dataclass(frozen=True, slots=True)
class OptOut:
    """One wish not to be used as an introducer.

    Attributes:
        keys: ids of statements and actors, and identifiers as `scheme:value`, that led to the actor when it was
            recorded; sorted.
        recorded_by: account; None: the command line, or the actor by a decision link.
        withdrawn_at: None while it stands.
    """

    id: str
    keys: tuple[str, ...]
    recorded_at: datetime
    recorded_by: str | None
    note: str | None
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it has not been withdrawn."""
        return self.withdrawn_at is None


class OptOuts:
    """The wishes kept in the introductions file. Nothing is deleted."""

    def __init__(self, file: SqliteFile, clock: Callable[[], float]) -> None:
        self._file = file
        self._clock = clock

    def record(self, keys: Iterable[str], *, account: str | None, note: str = "") -> OptOut:
        """Keep the wish of the actor known by `keys`. Where one of them has a standing wish, that one gets the others.

        Raises:
            InvalidValue: no key, or a note that cannot be kept.
        """
        known = sorted(set(keys))
        if not known:
            raise InvalidValue("An actor without any key cannot be kept apart.")
        text = clean(note, longest=LONGEST_NOTE) or None
        with self._file.transaction():
            standing = self.standing(known)
            opt_out = standing[0].id if standing else "o" + secrets.token_hex(8)
            if not standing:
                self._file.rows("add_opt_out", id=opt_out, at=self._clock(), account=account, note=text)
            for key in known:
                self._file.rows("add_opt_out_key", opt_out=opt_out, key=key)
            return self.one(opt_out)

    def withdraw(self, opt_out: str, *, account: str | None) -> None:
        """End a standing wish; its record stays. Raises NotFound where there is none that stands."""
        if not self._file.rows("withdraw_opt_out", id=opt_out, at=self._clock(), account=account):
            raise NotFound

    def standing(self, keys: Iterable[str]) -> tuple[OptOut, ...]:
        """The standing wishes that one of `keys` leads to; more than one where two actors became one later."""
        asked = set(keys)
        held: dict[str, set[str]] = defaultdict(set)
        for opt_out, key in self._file.rows("standing_keys"):
            held[opt_out].add(key)
        found = {opt_out for opt_out, of in held.items() if of & asked}
        return tuple(one for one in self.all() if one.id in found) if found else ()

    def standing_keys(self) -> frozenset[str]:
        """Every key of every standing wish."""
        return frozenset(key for _, key in self._file.rows("standing_keys"))

    def one(self, opt_out: str) -> OptOut:
        """The wish with that id, withdrawn or not. Raises NotFound."""
        for one in self.all():
            if one.id == opt_out:
                return one
        raise NotFound

    def all(self) -> tuple[OptOut, ...]:
        """All wishes, withdrawn ones too, oldest first."""
        found = []
        for opt_out, recorded_at, recorded_by, note, withdrawn_at, withdrawn_by in self._file.rows("opt_outs"):
            keys = tuple(key for (key,) in self._file.rows("opt_out_keys", opt_out=opt_out))
            ended = None if withdrawn_at is None else moment(withdrawn_at)
            found.append(OptOut(opt_out, keys, moment(recorded_at), recorded_by, note, ended, withdrawn_by))
        return tuple(found)


def moment(seconds: float) -> datetime:
    """The time that a clock's seconds mean, to the second, in UTC."""
    return datetime.fromtimestamp(int(seconds), UTC)
