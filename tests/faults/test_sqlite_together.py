"""Several readers and writers of one SQLite store at once: threads, processes, a fork."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from graphsvc.access import Viewer
from graphsvc.errors import StoreBusy
from graphsvc.store.protocol import NewRun
from graphsvc.store.rows import actor_row, tie_row
from graphsvc.store.sqlite import SqliteStore
from tests.faults.sqlite_process import REGISTER, TIES, load_runs, people, ties_of_run

OPERATOR = Viewer.operator()
REPOSITORY = Path(__file__).parents[2]
RUNS, READERS = 4, 6


def test_readers_see_each_run_entirely_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    load_runs(path, 1)
    store = SqliteStore(path)
    is_over = threading.Event()
    counts: list[set[int]] = []
    versions: dict[int, set[str]] = {}

    def read() -> None:
        own = set()
        while not is_over.is_set():
            number = len(store.tie_columns(OPERATOR).ids)
            own.add(number)
            list(store.actor_statements(OPERATOR))
            store.search(OPERATOR, "actor", limit=5)
        counts.append(own)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    load_runs(path, RUNS)
    versions[RUNS] = {store.version(OPERATOR)}
    is_over.set()
    for reader in readers:
        reader.join()

    store.close()
    assert len(counts) == READERS
    assert set.union(*counts) <= {TIES * number for number in range(1, RUNS + 2)}


def test_a_reader_does_not_wait_for_a_writer_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    load_runs(path, 1)
    store = SqliteStore(path, busy_seconds=0.0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    assert len(store.tie_columns(OPERATOR).ids) == TIES
    with pytest.raises(StoreBusy):
        store.begin(NewRun("import"), holder="test")

    other.execute("ROLLBACK")
    other.close()
    assert store.begin(NewRun("import"), holder="test") == 2
    store.close()


def test_writers_in_several_processes_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    load_runs(path, 1)
    command = [sys.executable, "-m", "tests.faults.sqlite_process", str(path), "load", "3"]

    pipe = subprocess.PIPE
    writers = [subprocess.Popen(command, cwd=REPOSITORY, stdout=pipe, stderr=pipe, text=True) for _ in range(3)]
    outcomes = [writer.communicate(timeout=120) for writer in writers]

    numbers = sorted(int(line) for output, _ in outcomes for line in output.split())
    assert ([errors for _, errors in outcomes], numbers) == ([""] * 3, list(range(2, 11)))
    store = SqliteStore(path)
    store.check_integrity()
    assert len(store.tie_columns(OPERATOR).ids) == 10 * TIES
    store.close()


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = SqliteStore(path)
    run = store.begin(NewRun("import", source=REGISTER), holder="first")
    threading.Timer(0.3, lambda: store.publish(run, {})).start()

    assert store.begin(NewRun("import"), holder="second", wait_seconds=20) == run + 1
    store.close()


@pytest.mark.parametrize("turn", range(10))
def test_several_programs_may_make_the_same_new_store(tmp_path: Path, turn: int) -> None:
    path = tmp_path / "store.sqlite"
    ids: list[str] = []
    together = threading.Barrier(4)

    def make() -> None:
        together.wait()
        store = SqliteStore(path)
        ids.append(store.info().store_id)
        store.close()

    makers = [threading.Thread(target=make) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()

    assert (len(ids), len(set(ids))) == (4, 1)


def test_a_child_process_opens_connections_of_its_own(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.sqlite")
    store.begin(NewRun("import"), holder="parent")
    idle = set(map(id, store._connections._idle))

    child = os.fork()
    if child == 0:
        store.info()
        os._exit(0 if idle.isdisjoint(map(id, store._connections._idle)) else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    store.close()


def test_unpublished_batches_are_not_seen_by_another_store(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    load_runs(path, 1)
    writer, reader = SqliteStore(path), SqliteStore(path)
    before = reader.version(OPERATOR)

    run = writer.begin(NewRun("import", source=REGISTER), holder="test")
    writer.stage_actors(run, list(map(actor_row, people())))
    writer.stage_ties(run, list(map(tie_row, ties_of_run(2))))
    between = reader.version(OPERATOR), len(reader.tie_columns(OPERATOR).ids)
    writer.publish(run, {})

    assert between == (before, TIES)
    assert len(reader.tie_columns(OPERATOR).ids) == 2 * TIES
    writer.close()
    reader.close()
