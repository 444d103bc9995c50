"""Reading for a viewer: from which scopes, up to which run, and again where the store moved in between.

Neo4j lets a reader see what is committed while it reads. Rows are safe from that, as they count by run; relationships
are not, while they are moved to the actors of new cards. So each read ends by looking whether anything moved.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from graphsvc.access import Scope, Viewer
from graphsvc.errors import StoreBusy, StoreRefused, StoreTooNew
from graphsvc.kinds import Kinds
from graphsvc.model.statements import RunNumber, Source
from graphsvc.store.neo4j_open import Identity, prepare
from graphsvc.store.neo4j_rows import decision_of_properties, source_of_properties
from graphsvc.store.neo4j_session import Limits, Link, Work
from graphsvc.store.neo4j_statements import Statements
from graphsvc.store.protocol import FORMAT, StoreInfo
from graphsvc.store.stamps import MODULUS, decision_hash, hash_number, pair_of, source_hash, version_token

Answer = TypeVar("Answer")
READS_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class View:
    """What a read may see: live rows at run `at` in `scopes`."""

    at: int
    moves: int
    scopes: tuple[str, ...]

    def visible(self, viewer: Viewer) -> View:
        """The part that `viewer` may see."""
        seen = viewer.visible(Scope.parse(scope) for scope in self.scopes)
        return View(self.at, self.moves, tuple(str(scope) for scope in seen))


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of all scopes and pairs of scopes as of one run."""

    at: int
    scopes: dict[str, int]
    pairs: dict[tuple[str, str], int]


class Connected:
    """A store that connects when it is first used, and knows again which store it was.

    `clock` stands in for the clocks of this machine and of the server in tests.
    """

    def __init__(
        self,
        uri: str,
        *,
        user: str,
        password: str,
        kinds: Kinds,
        limits: Limits | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._clock = clock
        self._kinds = kinds
        self._statements = Statements(kinds)
        self._unprepared = Link(uri, user, password, self._statements, limits or Limits())
        self._identity: Identity | None = None
        self._preparing = threading.Lock()
        self._stamps: Stamps | None = None
        self._types_of_run: tuple[int, dict[str, set[str]]] = (0, {})

    @property
    def _link(self) -> Link:
        if self._identity is None:
            with self._preparing:
                if self._identity is None:
                    self._identity = prepare(self._unprepared)
        return self._unprepared

    def _now(self) -> datetime:
        return datetime.now(UTC) if self._clock is None else self._clock()

    def close(self) -> None:
        """Let go of all connections."""
        self._unprepared.close()

    def info(self) -> StoreInfo:
        """Which store this is."""
        store_id, format_, published, *_ = self._link.read(lambda work: work.rows("view"))[0]
        return StoreInfo("neo4j", format_, store_id, RunNumber(published))

    def version(self, viewer: Viewer) -> str:
        """Token of the live content that `viewer` sees."""

        def read(work: Work, view: View) -> Stamps:
            known = self._stamps
            return known if known is not None and known.at == view.at else _read_stamps(work, view.at)

        self._stamps = stamps = self._see(None, read)
        return version_token(viewer, stamps.scopes, stamps.pairs)

    def _see(
        self,
        viewer: Viewer | None,
        read: Callable[[Work, View], Answer],
        *,
        of_ties: bool = False,
        whole: bool = False,
    ) -> Answer:
        """What `read` gives of what `viewer` sees (None: of everything).

        `of_ties`: relationships are read, and again where some were moved meanwhile. `whole`: with the deadline of a
        batch.
        """

        def work(work: Work) -> tuple[Answer, bool]:
            view = self._view(work)
            answer = read(work, view if viewer is None else view.visible(viewer))
            if not of_ties:
                return answer, True
            after = self._view(work)
            return answer, (view.at, view.moves) == (after.at, after.moves)

        for _ in range(READS_AT_MOST):
            answer, is_steady = self._link.read(work, whole=whole)
            if is_steady:
                return answer
        raise StoreBusy("The network store is being rearranged.")

    def _view(self, work: Work) -> View:
        found = work.rows("view")
        store_id, format_, published, moves, scopes = found[0] if found else (None, 0, 0, 0, [])
        if format_ > FORMAT:
            raise StoreTooNew
        if self._identity is not None and store_id != self._identity.store_id:
            raise StoreRefused(
                "The Neo4j database holds another store than the one this service was started with.",
                hint="Start the service again if that is meant.",
            )
        return View(published, moves, tuple(scopes))

    def _published(self) -> int:
        return self._link.read(lambda work: self._view(work).at)


def _read_stamps(work: Work, at: int) -> Stamps:
    scopes: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    for scope, total, found in work.rows("stamps_read", at=at):
        source: Source = source_of_properties(found)
        scopes[scope] = (scopes.get(scope, 0) + int(total, 16) + hash_number(source_hash(source))) % MODULUS
    for left, right, found in work.rows("stamps_decisions", at=at):
        pair = pair_of(left, right)
        stamp = hash_number(decision_hash(decision_of_properties(found)))
        pairs[pair] = (pairs.get(pair, 0) + stamp) % MODULUS
    return Stamps(at, scopes, pairs)
