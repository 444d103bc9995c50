"""What a store keeps: statements with id, scope and source; sources; import runs; identity decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

from graphsvc.access import Scope, Sensitivity
from graphsvc.model.records import ActorRecord, TieRecord

StatementId = NewType("StatementId", str)
ActorId = NewType("ActorId", str)
SourceId = NewType("SourceId", str)
RunNumber = NewType("RunNumber", int)


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: a publication, register, survey or note, in one collection.

    `id` is `collection:name`, chosen by the person who imports; a newer file of the same source replaces the older.
    """

    id: SourceId
    collection: str
    title: str
    sensitivity: Sensitivity = Sensitivity.RESTRICTED
    publisher: str | None = None
    licence: str | None = None
    url: str | None = None
    published_on: str | None = None
    retrieved_on: str | None = None
    reporter: str | None = None


@dataclass(frozen=True, slots=True)
class ActorStatement:
    """An actor record that a run has given its id, scope and source. The same source and key is the same id."""

    id: StatementId
    scope: Scope
    source: SourceId
    record: ActorRecord


@dataclass(frozen=True, slots=True)
class TieStatement:
    """A tie record that a run has given its id, scope and source.

    `ego` and `alter` are ids of actor statements of the same source. Its scope is as strict as the strictest of the
    source, the record itself and both ends, so that a viewer who sees the tie also sees both ends.
    """

    id: StatementId
    scope: Scope
    source: SourceId
    ego: StatementId
    alter: StatementId
    record: TieRecord


class Judgement(StrEnum):
    """What a person decided about two actor statements."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on whether two actor statements are about one actor; reversible, never applied in silence.

    Exists for a viewer only if both statements do. `left` < `right`.
    """

    left: StatementId
    right: StatementId
    judgement: Judgement
    reason: str
    decided_by: str
    decided_at: datetime


class RunState(StrEnum):
    """How far an import run came."""

    LOADING = "loading"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled back"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Run:
    """One change of the store: an import, an undo, a decision.

    Attributes:
        number: counts up with every run begun, published or not; orders runs (the clock does not).
        what: `import`, `undo`, `decide`.
        files: (name, SHA-256) of each file read.
        counts: new, changed, unchanged, retired, refused, and `read/kept/skipped <unit>`.
        undoes: the run this one takes back.
    """

    number: RunNumber
    what: str
    state: RunState
    started_at: datetime
    account: str | None = None
    importer: str | None = None
    source: SourceId | None = None
    files: tuple[tuple[str, str], ...] = ()
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    undoes: RunNumber | None = None
    ended_at: datetime | None = None
