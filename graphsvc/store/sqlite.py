"""The embedded store: one SQLite file, any number of readers, one writer at a time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from graphsvc.access import Viewer
from graphsvc.errors import GraphsvcError, StoreBusy, StoreRefused
from graphsvc.model.facts import ActorFacts
from graphsvc.model.statements import (
    ActorStatement,
    Decision,
    Run,
    RunNumber,
    RunState,
    Source,
    SourceId,
    StatementId,
    TieStatement,
)
from graphsvc.store import sqlite_reading, sqlite_runs, sqlite_staging, sqlite_undo, sqlite_whole
from graphsvc.store.digest import digest_of
from graphsvc.store.protocol import (
    FORMAT,
    ActorCard,
    Evidence,
    Hit,
    Kept,
    NewRun,
    StoreInfo,
    TieColumns,
)
from graphsvc.store.rows import ActorRow, TieRow
from graphsvc.store.sql_files import sql
from graphsvc.store.sqlite_columns import actor_facts, tie_columns
from graphsvc.store.sqlite_connections import Connections, make_file
from graphsvc.store.sqlite_schema import prepare, shipped_steps
from graphsvc.store.sqlite_staging import KnownEnds
from graphsvc.store.sqlite_stamps import changes_of_run

BUSY_SECONDS = 5.0
ASKED_AGAIN_AFTER_SECONDS = 0.1
_MOST_VERSIONS = 256


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


class SqliteStore:
    """A `GraphStore` in the file `path`; made if it is not there, brought to the present format if it is older.

    Threads may share it. It holds what one machine holds: a million ties take about a gigabyte.

    Args:
        path: the file; its folder is made if needed. Beside it SQLite keeps two more with the endings -wal and -shm.
        clock: gives the time, with its zone; runs and leases are dated by it.
        busy_seconds: how long a writer waits for another program's writing to end.
        connection_class: what connections are made of; tests put faults there.

    Raises:
        StoreRefused: the file is not ours, damaged, or may not be written.
        StoreTooNew: it was written by a later version.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], datetime] = utc_now,
        busy_seconds: float = BUSY_SECONDS,
        connection_class: type[sqlite3.Connection] = sqlite3.Connection,
    ) -> None:
        make_file(path)
        self._clock = clock
        self._known_ends = KnownEnds()
        self._versions: dict[Hashable, tuple[int, str]] = {}
        self._connections = Connections(path, busy_seconds=busy_seconds, connection_class=connection_class)
        try:
            with self._connections.outside_transactions() as connection:
                prepare(connection, shipped_steps())
        except BaseException:
            self._connections.close()
            raise

    # -- about the store

    def info(self) -> StoreInfo:
        """See `GraphStore.info`."""
        with self._connections.reading() as connection:
            store_id, published = connection.execute(sql("store")).fetchone()
            return StoreInfo("sqlite", FORMAT, store_id, published)

    def digest(self) -> str:
        """See `GraphStore.digest`."""
        return digest_of(self.everything())

    def check_integrity(self) -> None:
        """Look through the whole file (seconds for large ones). Raises StoreRefused if it is damaged."""
        with self._connections.reading() as connection:
            found = [row[0] for row in connection.execute(sql("check_integrity"))]
        if found != ["ok"]:
            raise StoreRefused("The file of the store is damaged.", hint="Restore the last backup.", found=found)

    def close(self) -> None:
        """See `GraphStore.close`."""
        self._connections.close()

    # -- reading

    def version(self, viewer: Viewer) -> str:
        """See `GraphStore.version`."""
        with self._connections.outside_transactions() as connection:
            published = sqlite_reading.published(connection)
        at, token = self._versions.get(viewer.sight, (None, ""))
        if at != published:
            # All that anybody sees follows from the last published run, so this is needed once for each.
            with self._connections.reading() as connection:
                published, token = sqlite_reading.published(connection), sqlite_reading.version(connection, viewer)
            if len(self._versions) >= _MOST_VERSIONS:
                self._versions.clear()
            self._versions[viewer.sight] = published, token
        return token

    def sources(self, viewer: Viewer) -> tuple[Source, ...]:
        """See `GraphStore.sources`."""
        with self._connections.reading() as connection:
            return sqlite_reading.sources(connection, sqlite_reading.sight(connection, viewer))

    def actor_statements(self, viewer: Viewer, ids: Collection[StatementId] | None = None) -> Iterator[ActorStatement]:
        """See `GraphStore.actor_statements`."""
        with self._connections.reading() as connection:
            seen = sqlite_reading.sight(connection, viewer)
            yield from sqlite_reading.actor_statements(connection, seen, ids)

    def tie_statements(self, viewer: Viewer, ids: Collection[StatementId]) -> tuple[TieStatement, ...]:
        """See `GraphStore.tie_statements`."""
        with self._connections.reading() as connection:
            return sqlite_reading.tie_statements(connection, sqlite_reading.sight(connection, viewer), ids)

    def ties_of(self, viewer: Viewer, actors: Collection[StatementId], *, limit: int) -> tuple[TieStatement, ...]:
        """See `GraphStore.ties_of`."""
        with self._connections.reading() as connection:
            return sqlite_reading.ties_of(connection, sqlite_reading.sight(connection, viewer), actors, limit)

    def actor_facts(self, viewer: Viewer) -> Sequence[ActorFacts]:
        """See `GraphStore.actor_facts`."""
        with self._connections.reading() as connection:
            return actor_facts(connection, sqlite_reading.sight(connection, viewer))

    def tie_columns(self, viewer: Viewer) -> TieColumns:
        """See `GraphStore.tie_columns`."""
        with self._connections.reading() as connection:
            return tie_columns(connection, sqlite_reading.sight(connection, viewer))

    def search(self, viewer: Viewer, text: str, *, limit: int) -> tuple[Hit, ...]:
        """See `GraphStore.search`."""
        with self._connections.reading() as connection:
            return sqlite_reading.search(connection, sqlite_reading.sight(connection, viewer), text, limit)

    def evidence(self, viewer: Viewer, statement: StatementId) -> Evidence:
        """See `GraphStore.evidence`."""
        with self._connections.reading() as connection:
            return sqlite_reading.evidence(connection, sqlite_reading.sight(connection, viewer), statement)

    def decisions(self, viewer: Viewer) -> tuple[Decision, ...]:
        """See `GraphStore.decisions`."""
        with self._connections.reading() as connection:
            return sqlite_reading.decisions(connection, sqlite_reading.sight(connection, viewer))

    def runs(self, viewer: Viewer, *, limit: int) -> tuple[Run, ...]:
        """See `GraphStore.runs`."""
        with self._connections.reading() as connection:
            return sqlite_reading.runs(connection, viewer, limit)

    # -- writing

    def begin(self, new: NewRun, *, holder: str, wait_seconds: float = 0.0) -> RunNumber:
        """See `GraphStore.begin`."""
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                with self._connections.writing() as connection:
                    return sqlite_runs.begin(connection, new, holder, self._clock())
            except StoreBusy:
                if time.monotonic() >= deadline:
                    raise
            time.sleep(ASKED_AGAIN_AFTER_SECONDS)

    def keep_lock(self, run: RunNumber) -> None:
        """See `GraphStore.keep_lock`."""
        with self._connections.writing() as connection:
            sqlite_runs.keep_lock(connection, run, self._clock())

    def live(self, source: SourceId) -> Iterator[tuple[str, StatementId, bytes]]:
        """See `GraphStore.live`."""
        with self._connections.reading() as connection:
            yield from sqlite_reading.live(connection, source)

    def stage_actors(self, run: RunNumber, rows: Sequence[ActorRow]) -> int:
        """See `GraphStore.stage_actors`."""
        with self._staging(run) as connection:
            self._known_ends.forget(run)
            return sqlite_staging.stage_actors(connection, run, rows)

    def stage_ties(self, run: RunNumber, rows: Sequence[TieRow]) -> int:
        """See `GraphStore.stage_ties`."""
        with self._staging(run) as connection:
            return sqlite_staging.stage_ties(connection, run, rows, self._known_ends)

    def stage_decision(self, run: RunNumber, decision: Decision) -> None:
        """See `GraphStore.stage_decision`."""
        with self._staging(run) as connection:
            sqlite_staging.stage_decision(connection, run, decision)

    def withdraw_decision(self, run: RunNumber, left: StatementId, right: StatementId) -> None:
        """See `GraphStore.withdraw_decision`."""
        with self._staging(run) as connection:
            sqlite_staging.withdraw_decision(connection, run, left, right)

    def retire(self, run: RunNumber, ids: Sequence[StatementId]) -> int:
        """See `GraphStore.retire`."""
        with self._staging(run) as connection:
            self._known_ends.forget(run)
            return sqlite_staging.retire(connection, run, ids)

    def reverse(self, run: RunNumber, target: RunNumber) -> Mapping[str, int]:
        """See `GraphStore.reverse`."""
        with self._staging(run) as connection:
            self._known_ends.forget(run)
            return sqlite_undo.reverse(connection, run, target)

    def publish(self, run: RunNumber, counts: Mapping[str, int]) -> Run:
        """See `GraphStore.publish`."""
        if published := self._published_run(run):
            return published
        with self._connections.reading() as connection:
            sqlite_runs.check_lock(connection, run)
            changes = changes_of_run(connection, run, sqlite_reading.published(connection))
        try:
            with self._connections.writing() as connection:
                return sqlite_runs.publish(connection, run, counts, changes, self._clock())
        except GraphsvcError:
            if published := self._published_run(run):  # the error came after all was kept
                return published
            raise

    def roll_back(self, run: RunNumber) -> None:
        """See `GraphStore.roll_back`."""
        with self._connections.writing() as connection:
            sqlite_runs.roll_back(connection, run, self._clock())

    def settle(self, cards: Iterable[ActorCard]) -> None:
        """See `GraphStore.settle`."""
        with self._connections.writing() as connection:
            sqlite_whole.settle(connection, cards)

    # -- whole stores

    def everything(self) -> Iterator[Kept]:
        """See `GraphStore.everything`."""
        with self._connections.reading() as connection:
            yield from sqlite_whole.everything(connection)

    def take_over(self, kept: Iterable[Kept]) -> None:
        """See `GraphStore.take_over`."""
        with self._connections.writing() as connection:
            sqlite_whole.take_over(connection, kept)

    # -- inside

    @contextmanager
    def _staging(self, run: RunNumber) -> Iterator[sqlite3.Connection]:
        with self._connections.writing() as connection:
            sqlite_runs.check_lock(connection, run)
            yield connection

    def _published_run(self, number: RunNumber) -> Run | None:
        with self._connections.reading() as connection:
            run = sqlite_runs.run_of_number(connection, number)
        return run if run is not None and run.state is RunState.PUBLISHED else None
