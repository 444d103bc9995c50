"""A program that is killed, or runs out of disk, while it writes the SQLite store: nothing is lost, nothing is half."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphsvc.access import Viewer
from graphsvc.errors import StoreFull
from graphsvc.store.protocol import NewRun
from graphsvc.store.rows import actor_row, tie_row
from graphsvc.store.sqlite import SqliteStore
from tests.faults.sqlite_process import REGISTER, TIES, load_runs, people, ties_of_run

OPERATOR = Viewer.operator()
REPOSITORY = Path(__file__).parents[2]
KILLS = 8


def started(path: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.sqlite_process", str(path), "load", *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=REPOSITORY, text=True, stdout=pipe, stderr=pipe)


def check(path: Path, acknowledged: set[int]) -> None:
    """Whole, with every run that was said to be kept, and no part of any other."""
    store = SqliteStore(path)
    try:
        store.check_integrity()
        published = [run for run in store.runs(OPERATOR, limit=10_000) if run.state.value == "published"]
        numbers = {run.number for run in published}
        expected = {tie.id for number in numbers for tie in ties_of_run(number)}
        assert acknowledged <= numbers
        assert set(store.tie_columns(OPERATOR).ids) == expected
    finally:
        store.close()


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_is_half_when_the_program_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    chance = random.Random(11)
    acknowledged: set[int] = set()

    for _ in range(KILLS):
        process = started(path, "1000")
        assert process.stdout is not None
        acknowledged.add(int(process.stdout.readline()))  # it is at work now
        time.sleep(chance.uniform(0.0, 0.2))
        os.kill(process.pid, signal.SIGKILL)
        rest, _ = process.communicate()
        acknowledged.update(int(line) for line in rest.split())
        check(path, acknowledged)

    assert len(acknowledged) >= KILLS  # every one began at once: a dead process holds no lock


def test_the_lock_of_a_dead_process_is_free_at_once(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    code = (
        "import os, sys; from pathlib import Path; from graphsvc.store.sqlite import SqliteStore;"
        "from graphsvc.store.protocol import NewRun;"
        "SqliteStore(Path(sys.argv[1])).begin(NewRun('import'), holder='dead'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=REPOSITORY, check=False)

    store = SqliteStore(path)

    assert store.begin(NewRun("import"), holder="living") == 2
    store.close()


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    load_runs(path, 2)

    process = started(path, "1000", str(path.stat().st_size + 400_000))
    output, errors = process.communicate(timeout=60)

    assert (process.returncode, errors.split()[0]) == (StoreFull.exit_code, "StoreFull")
    check(path, {1, 2} | {int(line) for line in output.split()})
    load_runs(path, 1)


@pytest.mark.parametrize("pages_left", [0, 3, 10, 30])
def test_a_store_that_may_not_grow_keeps_what_it_had(tmp_path: Path, pages_left: int) -> None:
    path = tmp_path / "store.sqlite"
    load_runs(path, 1)
    store = SqliteStore(path)
    before = store.digest(), store.version(OPERATOR)
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    with store._connections.outside_transactions() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + pages_left}")

    with pytest.raises(StoreFull):
        stage_much(store, run)
    after = store.digest(), store.version(OPERATOR)
    store.close()

    again = SqliteStore(path)
    again.check_integrity()
    again.roll_back(run)
    assert (after, again.version(OPERATOR)) == (before, before[1])
    load_into(again)
    again.close()


def stage_much(store: SqliteStore, run: int) -> None:
    for number in range(2, 50):
        store.stage_ties(run, list(map(tie_row, ties_of_run(number))))


def load_into(store: SqliteStore) -> None:
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    store.stage_actors(run, list(map(actor_row, people())))
    store.stage_ties(run, list(map(tie_row, ties_of_run(run))))
    store.publish(run, {})
    assert len(store.tie_columns(OPERATOR).ids) == 2 * TIES
