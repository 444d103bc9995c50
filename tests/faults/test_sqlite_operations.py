"""The fail-the-nth-operation loop: whichever operation of SQLite fails, the store is as before or as after."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Literal

import pytest

from graphsvc.access import Viewer
from graphsvc.errors import GraphsvcError, StoreFull
from graphsvc.model.statements import RunNumber
from graphsvc.store.protocol import ActorCard, NewRun
from graphsvc.store.rows import actor_row, tie_row
from graphsvc.store.sqlite import SqliteStore
from tests.contracts.stores.engines import Clock
from tests.contracts.stores.seeing import seen
from tests.networks import Network, actor, decision, load, load_source, source, tie

OPERATOR = Viewer.operator()
REGISTER = source()
ADA, BEN, CEM = (actor(REGISTER, key, name) for key, name in (("1", "Ada"), ("2", "Ben"), ("3", "Cem")))
TIE = tie("a", ADA, BEN)
IDS = [ADA.id, BEN.id, CEM.id, TIE.id]


class Failing(sqlite3.Connection):
    """Fails at the operation `fails_at`, counted over all connections; 0: never. `after`: it is done first."""

    done: ClassVar[int] = 0
    fails_at: ClassVar[int] = 0
    after: ClassVar[bool] = False

    def _count(self, work: Callable[[], Any]) -> Any:
        Failing.done += 1
        if Failing.done != Failing.fails_at:
            return work()
        if Failing.after:
            work()
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    def execute(self, *given: Any) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self._count(lambda: super(Failing, self).execute(*given))
        return cursor

    def executemany(self, *given: Any) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self._count(lambda: super(Failing, self).executemany(*given))
        return cursor

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        if kind is not None:
            return super().__exit__(kind, error, trace)
        try:
            self._count(lambda: super(Failing, self).__exit__(None, None, None))
        except sqlite3.OperationalError:
            self.rollback()
            raise
        return False


def import_run(store: SqliteStore) -> None:
    run = store.begin(NewRun("import", source=source(title="New")), holder="test")
    store.stage_actors(run, [actor_row(CEM), actor_row(actor(REGISTER, "1", "Other"))])
    store.stage_ties(run, [tie_row(tie("b", BEN, CEM))])
    store.retire(run, [TIE.id])
    store.stage_decision(run, decision(BEN, CEM))
    store.withdraw_decision(run, *sorted((ADA.id, BEN.id)))
    store.keep_lock(run)
    store.publish(run, {"new": 2})


def undo_run(store: SqliteStore) -> None:
    run = store.begin(NewRun("undo", undoes=RunNumber(3)), holder="test")
    store.publish(run, store.reverse(run, RunNumber(3)))


def rolled_back_run(store: SqliteStore) -> None:
    run = store.begin(NewRun("import", source=source(title="New")), holder="test")
    store.stage_actors(run, [actor_row(CEM)])
    store.roll_back(run)


def settling(store: SqliteStore) -> None:
    store.settle([ActorCard("a1", "Ada", "organization", (), (), ("Ada",), None, (ADA.id,))])


@pytest.mark.parametrize("scenario", [import_run, undo_run, rolled_back_run, settling])
@pytest.mark.parametrize("after", [False, True])
def test_whichever_operation_fails_the_store_is_as_before_or_as_after(
    tmp_path: Path, scenario: Callable[[SqliteStore], None], after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Failing, "after", after)
    first = prepare(tmp_path / "first.sqlite")
    outcomes = states(first, tmp_path / "reference.sqlite", scenario)
    failures = 0

    for number in range(1, 10_000):
        path = tmp_path / f"{number}.sqlite"
        clock = copied(first, path)
        failed = fails(path, clock, scenario, number)
        assert state(path) in outcomes, number
        if not failed:
            break
        failures += 1
        clock.advance(61)
        again = SqliteStore(path, clock=clock)
        scenario(again) if state(path) == outcomes[0] else None
        again.close()
        assert state(path) == outcomes[1], number
        path.unlink()

    assert failures > 5


def prepare(path: Path) -> Path:
    """A store with something of everything in it, and its file when it is closed."""
    store = SqliteStore(path, clock=Clock())
    load(store, Network((REGISTER,), (ADA, BEN), (TIE,), (decision(ADA, BEN),)))
    load_source(store, REGISTER, (actor(REGISTER, "2", "Ben the Second"),))
    store.close()
    return path


def copied(first: Path, path: Path) -> Clock:
    shutil.copyfile(first, path)
    return Clock()


def states(first: Path, path: Path, scenario: Callable[[SqliteStore], None]) -> tuple[object, object]:
    clock = copied(first, path)
    before = state(path)
    store = SqliteStore(path, clock=clock)
    scenario(store)
    store.close()
    return before, state(path)


def state(path: Path) -> object:
    store = SqliteStore(path)
    try:
        store.check_integrity()
        return seen(store, OPERATOR, IDS)
    finally:
        store.close()


def fails(path: Path, clock: Clock, scenario: Callable[[SqliteStore], None], number: int) -> bool:
    """Whether the scenario failed when operation `number` did; true also where it went well in spite of it."""
    Failing.done, Failing.fails_at = 0, 0
    store = SqliteStore(path, clock=clock, connection_class=Failing)
    Failing.done, Failing.fails_at = 0, number
    try:
        scenario(store)
    except StoreFull:
        return True
    except GraphsvcError as error:
        pytest.fail(f"operation {number}: {error!r}")
    finally:
        Failing.fails_at = 0
        store.close()
    return Failing.done >= number


def test_an_answer_lost_after_publishing_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Failing, "after", True)
    first = prepare(tmp_path / "first.sqlite")
    for number in range(1, 100):
        path = tmp_path / f"{number}.sqlite"
        clock = copied(first, path)
        store = SqliteStore(path, clock=clock, connection_class=Failing)
        run = store.begin(NewRun("import", source=REGISTER), holder="test")
        store.stage_actors(run, [actor_row(CEM)])
        Failing.done, Failing.fails_at = 0, number
        try:
            published = store.publish(run, {"new": 1})
        except StoreFull:
            published = None
        has_failed = Failing.done >= number
        Failing.fails_at = 0
        is_there = store.info().published == run
        store.close()
        assert (published is not None) == is_there, number
        if not has_failed:
            return
    pytest.fail("publishing never ended")
