"""Plans of the sandbox that people keep: each by its owner, in one scope, found again by the keys of its actors.

What a plan would change is not kept: it is worked out anew for everybody who opens it, on what they may see.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

import orjson

from graphsvc.access import Scope, Sensitivity, Viewer
from graphsvc.consent.opt_outs import moment
from graphsvc.consent.texts import LONGEST_NAME, clean, needed
from graphsvc.errors import InvalidValue, NotFound, PlaceUnfit, TooManyPlans
from graphsvc.sqlite_file import SqliteFile

LONGEST_TITLE = 200
MOST_KEPT = 200
_LINE, _START, _TARGET = "line {number}", "start", "target"


@dataclass(frozen=True, slots=True)
class KeptActor:
    """An actor of a plan: its id and name as the owner saw them, and the keys by which it is found again."""

    actor: str
    name: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One change of a plan: `add`, `remove` or `leave`."""

    change: str
    one: KeptActor
    other: KeptActor | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class NewPlan:
    """What is to be kept.

    Attributes:
        scope: who may not see it learns nothing of the plan.
        start, target: who asks and whom to reach, where they are named.
        ends: what else is said of the two ends and the day, as (name, text).
    """

    account: str
    scope: Scope
    title: str
    lines: tuple[KeptLine, ...]
    start: tuple[KeptActor, ...] = ()
    target: tuple[KeptActor, ...] = ()
    ends: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan as it is kept."""

    id: str
    created_at: datetime
    plan: NewPlan


class Plans:
    """The plans in the introductions file."""

    def __init__(self, file: SqliteFile, clock: Callable[[], float]) -> None:
        self._file = file
        self._clock = clock

    def keep(self, new: NewPlan) -> str:
        """Keep a plan; returns its id, which nobody can guess.

        Raises:
            InvalidValue: no title, or one that is too long; no line; more plans than an account may have.
        """
        title = needed(new.title, longest=LONGEST_TITLE)
        if not new.lines:
            raise InvalidValue("A plan without any change cannot be kept.")
        if Sensitivity.parse(new.scope.level) is Sensitivity.SEALED:
            raise PlaceUnfit
        plan = "p" + secrets.token_hex(16)
        with self._file.transaction():
            if len(self._file.rows("plans_of", account=new.account)) >= MOST_KEPT:
                raise TooManyPlans
            self._file.rows(
                "add_plan",
                id=plan,
                account=new.account,
                collection=new.scope.collection,
                level=new.scope.level,
                title=title,
                ends=orjson.dumps(dict(new.ends), option=orjson.OPT_SORT_KEYS).decode(),
                at=self._clock(),
            )
            for number, line in enumerate(new.lines, 1):
                self._file.rows("add_plan_line", plan=plan, number=number, change=line.change, kind=line.kind)
                both = (line.one,) if line.other is None else (line.one, line.other)
                self._add_actors(plan, _LINE.format(number=number), both)
            self._add_actors(plan, _START, new.start)
            self._add_actors(plan, _TARGET, new.target)
        return plan

    def one(self, viewer: Viewer, plan: str) -> KeptPlan:
        """A plan of this viewer, or one that was shared by its address. Raises NotFound outside of its scope."""
        row = self._file.row("plan", id=plan)
        if row is None or not viewer.can_see(Scope(row[2], row[3])):
            raise NotFound
        return self._read(row)

    def own(self, viewer: Viewer) -> tuple[KeptPlan, ...]:
        """The plans of this account that lie where it may look, the last kept first."""
        rows = self._file.rows("plans_of", account=viewer.account) if viewer.account else []
        return tuple(self._read(row) for row in rows if viewer.can_see(Scope(row[2], row[3])))

    def drop(self, viewer: Viewer, plan: str) -> None:
        """Delete a plan of one's own; nothing of it is left. Raises NotFound where it is not this account's."""
        if viewer.account is None or not self._file.rows("drop_plan", id=plan, account=viewer.account):
            raise NotFound

    def any(self) -> bool:
        """Whether any plan is kept."""
        return self._file.row("any_plan") is not None

    def _add_actors(self, plan: str, part: str, actors: Sequence[KeptActor]) -> None:
        for place, one in enumerate(actors):
            name = clean(one.name, longest=LONGEST_NAME)
            self._file.rows("add_plan_actor", plan=plan, part=part, place=place, actor=one.actor, name=name)
            for key in sorted({*one.keys, one.actor}):
                self._file.rows("add_plan_key", plan=plan, part=part, place=place, key=key)

    def _read(self, row: Sequence[Any]) -> KeptPlan:
        plan, account, collection, level, title, ends, created_at = row
        actors = self._actors(plan)
        lines = []
        for number, change, kind in self._file.rows("plan_lines", plan=plan):
            both = actors[_LINE.format(number=number)]
            lines.append(KeptLine(change, both[0], both[1] if len(both) > 1 else None, kind))
        new = NewPlan(
            account,
            Scope(collection, level),
            title,
            tuple(lines),
            actors.get(_START, ()),
            actors.get(_TARGET, ()),
            MappingProxyType(orjson.loads(ends)),
        )
        return KeptPlan(plan, moment(created_at), new)

    def _actors(self, plan: str) -> dict[str, tuple[KeptActor, ...]]:
        keys: dict[tuple[str, int], set[str]] = defaultdict(set)
        for part, place, key in self._file.rows("plan_keys", plan=plan):
            keys[part, place].add(key)
        found: dict[str, list[KeptActor]] = defaultdict(list)
        for part, place, actor, name in self._file.rows("plan_actors", plan=plan):
            found[part].append(KeptActor(actor, name, frozenset(keys[part, place])))
        return {part: tuple(actors) for part, actors in found.items()}
