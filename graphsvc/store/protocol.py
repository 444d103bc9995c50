"""What a store of statements offers: the one protocol that every engine keeps and that one contract suite tests.

How change works. Every change is a numbered *run*. Each kept row carries `born` (the run that wrote it) and `died`
(the run that retired it, or the far future). The store has one watermark, the last published run: a row is live when
`born <= watermark < died`. Staging writes rows of a run above the watermark, where no reader sees them; publishing
moves the watermark in one small transaction. A run that never publishes is rolled back by whoever begins the next one.
Runs are serialised by a lock with a lease. Nothing is ever deleted but rows of runs that were never published.

What a viewer sees. Every read takes a Viewer and gives statements in that viewer's scopes only, as if no other existed;
`version` is made from the content of those scopes, so a change elsewhere does not move it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

import numpy as np
import numpy.typing as npt

from graphsvc.access import Viewer
from graphsvc.model.facts import ActorFacts
from graphsvc.model.statements import (
    ActorId,
    ActorStatement,
    Decision,
    Run,
    RunNumber,
    Source,
    SourceId,
    StatementId,
    TieStatement,
)
from graphsvc.store.rows import ActorRow, TieRow

FORMAT = 2
"""The version of what is kept. A store of a higher one is refused, of a lower one migrated."""

FAR_FUTURE = 2**53 - 1
"""`died` of a row that nothing has retired."""


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """Which store this is: engine (`sqlite`, `neo4j`), format, its random id, the last published run (0: none)."""

    engine: str
    format: int
    store_id: str
    published: RunNumber


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement found by a search: its id, its first name, and the name or identifier (folded) that matched."""

    statement: StatementId
    name: str
    matched: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement stands: itself (with raw row), its source, the file's name and SHA-256 where known."""

    statement: ActorStatement | TieStatement
    source: Source
    file_sha256: str | None


@dataclass(frozen=True, slots=True)
class TieColumns:
    """All visible live ties as columns, for the snapshot; sorted by tie id.

    Attributes:
        actors: ids of all visible actor statements, sorted; isolates too.
        ids: id of each tie, sorted.
        ego, alter: int32, positions in `actors`.
        kinds: names of kinds that occur, sorted; `kind` (uint16) is a position in it.
        start, end: int32, first and last possible day as YYYYMMDD; 0 not known.
        status, confidence, formality: uint8, positions in the order of the enums' members.
        sources: ids of the sources of these ties, sorted; `source` (int32) is a position in it.
        strength: float32, NaN where none is stated.
    """

    actors: tuple[str, ...]
    ids: tuple[str, ...]
    ego: npt.NDArray[np.int32]
    alter: npt.NDArray[np.int32]
    kinds: tuple[str, ...]
    kind: npt.NDArray[np.uint16]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    status: npt.NDArray[np.uint8]
    confidence: npt.NDArray[np.uint8]
    formality: npt.NDArray[np.uint8]
    sources: tuple[str, ...]
    source: npt.NDArray[np.int32]
    strength: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ActorCard:
    """One actor as the operator sees it, for people who ask the store in its own language (Cypher, SQL).

    `kind` and `roles` are names of the registry; `labels` their Neo4j labels.
    """

    id: ActorId
    name: str
    kind: str
    roles: tuple[str, ...]
    labels: tuple[str, ...]
    names: tuple[str, ...]
    country: str | None
    statements: tuple[StatementId, ...]


@dataclass(frozen=True, slots=True)
class NewRun:
    """What is known of a run when it begins (see `graphsvc.model.statements.Run`)."""

    what: str
    account: str | None = None
    importer: str | None = None
    source: Source | None = None
    files: tuple[tuple[str, str], ...] = ()
    undoes: RunNumber | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything of one sort as a store keeps it, history included, for copying and backup.

    `sort` is `meta`, `run`, `source`, `actor`, `tie` or `decision`; `values` are JSON values, the same in every engine.
    """

    sort: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


class GraphStore(Protocol):
    """A store of statements. Errors: StoreUnreachable, StoreBusy, StoreFull (try again), StoreRefused, StoreTooNew."""

    # -- about the store

    def info(self) -> StoreInfo:
        """Which store this is."""

    def digest(self) -> str:
        """Hash over everything kept (history too), the same in every engine for the same content."""

    def close(self) -> None:
        """Let go of connections and files."""

    # -- reading, each for a viewer

    def version(self, viewer: Viewer) -> str:
        """Token of the live content that `viewer` sees (`graphsvc.store.stamps`): equal content, equal token."""

    def sources(self, viewer: Viewer) -> tuple[Source, ...]:
        """Sources with at least one live statement that `viewer` sees, sorted by id."""

    def actor_statements(self, viewer: Viewer, ids: Collection[StatementId] | None = None) -> Iterator[ActorStatement]:
        """Live actor statements, sorted by id: those of `ids`, or all."""

    def actor_facts(self, viewer: Viewer) -> Sequence[ActorFacts]:
        """The identifying part of every live actor statement, sorted by id; for identity, in bulk."""

    def tie_statements(self, viewer: Viewer, ids: Collection[StatementId]) -> tuple[TieStatement, ...]:
        """Live tie statements of `ids`, sorted by id."""

    def ties_of(self, viewer: Viewer, actors: Collection[StatementId], *, limit: int) -> tuple[TieStatement, ...]:
        """Live ties with one of the actor statements `actors` at either end, sorted by id, at most `limit`."""

    def tie_columns(self, viewer: Viewer) -> TieColumns:
        """All live ties as columns."""

    def search(self, viewer: Viewer, text: str, *, limit: int) -> tuple[Hit, ...]:
        """Actor statements with a name or identifier in which every word of `text` begins some word.

        Folds case, accents and the Turkish i; all words are found in the same name. Order: a whole name that equals
        `text`, a name that begins with it, the rest; then by first name (folded), then by id. `matched` is the best of
        a statement's names in this order, the earlier of equals. A text without a word finds nothing. Nothing depends
        on statements that the viewer does not see.
        """

    def evidence(self, viewer: Viewer, statement: StatementId) -> Evidence:
        """Where a live statement stands. Raises NotFound, also where the viewer may not see it."""

    def decisions(self, viewer: Viewer) -> tuple[Decision, ...]:
        """Live identity decisions whose two statements both are live and visible, sorted."""

    def runs(self, viewer: Viewer, *, limit: int) -> tuple[Run, ...]:
        """The newest runs first: those of the viewer's account, and those that tell nothing hidden (`can_see_run`).

        An undo has the source of the run that it takes back.
        """

    # -- writing, by runs

    def begin(self, new: NewRun, *, holder: str, wait_seconds: float = 0.0) -> RunNumber:
        """Take the lock, roll back what an earlier run left unfinished, and begin a run.

        Raises:
            StoreBusy: another holder's lease is alive after `wait_seconds`; the message names holder and since when.
        """

    def keep_lock(self, run: RunNumber) -> None:
        """Renew the lease (60 s); called between batches. Raises StoreBusy when the lock was lost."""

    def live(self, source: SourceId) -> Iterator[tuple[str, StatementId, bytes]]:
        """(`actor` or `tie`, id, content hash) of every live statement of `source`, sorted by id."""

    def stage_actors(self, run: RunNumber, rows: Sequence[ActorRow]) -> int:
        """Write one batch, all or nothing; the same batch again changes nothing. Returns the number of rows.

        Raises:
            StoreBusy: the lock was lost (this holds for every verb that takes a run).
            InvalidValue: a row's source is neither live nor the run's own, or a text is none (half a character).
        """

    def stage_ties(self, run: RunNumber, rows: Sequence[TieRow]) -> int:
        """Write one batch of ties whose ends are live or staged; all or nothing; twice is once.

        Raises InvalidValue where an end is missing, is of another source, or is more closed than the tie.
        """

    def stage_decision(self, run: RunNumber, decision: Decision) -> None:
        """Write one decision; it replaces a live one on the same pair."""

    def withdraw_decision(self, run: RunNumber, left: StatementId, right: StatementId) -> None:
        """Retire the live decision on the pair. Raises NotFound."""

    def retire(self, run: RunNumber, ids: Sequence[StatementId]) -> int:
        """Mark live statements as retired by `run`, from its publication on; twice is once.

        Returns how many of `ids` are live now and will not be; what the run itself staged under these ids goes too.
        """

    def reverse(self, run: RunNumber, target: RunNumber) -> Mapping[str, int]:
        """Stage the exact inverse of the published run `target`: what it wrote retires, what it retired comes back.

        Returns the counts of statements and decisions: `new` (come back), `changed` (an earlier form comes back) and
        `retired`. Twice is once.

        The facts of a source go back too, where there are earlier ones and nobody has changed them since.

        Raises RunNotUndoable where a later run has changed the same statements or rests on them (a tie would lose an
        end), or `target` is not published.
        """

    def publish(self, run: RunNumber, counts: Mapping[str, int]) -> Run:
        """Make the run's changes live, all at once, and let go of the lock. An unknown outcome is re-read.

        A run that is published already is given back as it is. Publishing an undo marks the run that it took back.

        Raises InvalidValue where a live tie would lose an end, or be less closed than one; nothing is published then.
        """

    def roll_back(self, run: RunNumber) -> None:
        """Remove everything an unpublished run wrote and let go of the lock. Any other run is left as it is."""

    def settle(self, cards: Iterable[ActorCard]) -> None:
        """Bring the store's own picture of actors to `cards` (all of them), for people who ask it directly.

        Readers of this protocol do not depend on it. May be repeated; may stop in the middle and be run again.
        """

    # -- whole stores

    def everything(self) -> Iterator[Kept]:
        """All that is kept, in a fixed order that is the same in every engine (see `graphsvc.store.digest`)."""

    def take_over(self, kept: Iterable[Kept]) -> None:
        """Fill this empty store with what `everything` of another gave, all or nothing.

        Raises StoreRefused if this store is not empty, StoreTooNew if what is given has a later format.
        """
