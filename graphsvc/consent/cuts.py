"""Kept cuts of money: who is cut, by how much, from which year on; shared by an address that nobody can guess.

What a cut does is not kept: it is worked out anew for everybody who opens it, on what they may see.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

import orjson

from graphsvc.access import Scope, Sensitivity, Viewer
from graphsvc.consent.opt_outs import moment
from graphsvc.consent.plans import LONGEST_TITLE, MOST_KEPT, KeptActor
from graphsvc.consent.texts import LONGEST_NAME, clean, needed
from graphsvc.errors import NotFound, PlaceUnfit, TooManyPlans
from graphsvc.sqlite_file import SqliteFile


@dataclass(frozen=True, slots=True)
class NewCut:
    """What is to be kept.

    Attributes:
        scope: who may not see it learns nothing of the cut.
        percent: as it was asked for, a decimal number.
        asked: what else is asked (first year, stage, currency), as (name, text).
    """

    account: str
    scope: Scope
    title: str
    actor: KeptActor
    percent: str
    asked: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class KeptCut:
    """A cut as it is kept."""

    id: str
    created_at: datetime
    cut: NewCut


class Cuts:
    """The cuts in the introductions file."""

    def __init__(self, file: SqliteFile, clock: Callable[[], float]) -> None:
        self._file = file
        self._clock = clock

    def keep(self, new: NewCut) -> str:
        """Keep a cut; returns its id, which nobody can guess.

        Raises:
            InvalidValue: no title, or one that is too long; a sealed place; more cuts than an account may have.
        """
        title = needed(new.title, longest=LONGEST_TITLE)
        if Sensitivity.parse(new.scope.level) is Sensitivity.SEALED:
            raise PlaceUnfit
        cut = "c" + secrets.token_hex(16)
        with self._file.transaction():
            if len(self._file.rows("cuts_of", account=new.account)) >= MOST_KEPT:
                raise TooManyPlans
            self._file.rows(
                "add_cut",
                id=cut,
                account=new.account,
                collection=new.scope.collection,
                level=new.scope.level,
                title=title,
                actor=new.actor.actor,
                name=clean(new.actor.name, longest=LONGEST_NAME),
                keys=orjson.dumps(sorted({*new.actor.keys, new.actor.actor})).decode(),
                percent=new.percent,
                asked=orjson.dumps(dict(new.asked), option=orjson.OPT_SORT_KEYS).decode(),
                at=self._clock(),
            )
        return cut

    def one(self, viewer: Viewer, cut: str) -> KeptCut:
        """A cut of this viewer, or one that was shared by its address. Raises NotFound outside of its scope."""
        row = self._file.row("cut", id=cut)
        if row is None or not viewer.can_see(Scope(row[2], row[3])):
            raise NotFound
        return _read(row)

    def own(self, viewer: Viewer) -> tuple[KeptCut, ...]:
        """The cuts of this account that lie where it may look, the last kept first."""
        rows = self._file.rows("cuts_of", account=viewer.account) if viewer.account else []
        return tuple(_read(row) for row in rows if viewer.can_see(Scope(row[2], row[3])))

    def drop(self, viewer: Viewer, cut: str) -> None:
        """Delete a cut of one's own; nothing of it is left. Raises NotFound where it is not this account's."""
        if viewer.account is None or not self._file.rows("drop_cut", id=cut, account=viewer.account):
            raise NotFound

    def any(self) -> bool:
        """Whether any cut is kept."""
        return self._file.row("any_cut") is not None


def _read(row: Sequence[Any]) -> KeptCut:
    cut, account, collection, level, title, actor, name, keys, percent, asked, created_at = row
    kept = KeptActor(actor, name, frozenset(orjson.loads(keys)))
    new = NewCut(account, Scope(collection, level), title, kept, percent, MappingProxyType(orjson.loads(asked)))
    return KeptCut(cut, moment(created_at), new)
