"""An import that is killed, stopped or crowded out: nothing half, nothing lost, and the same command finishes it."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphsvc.access import Viewer
from graphsvc.errors import StoreFull, StoreRefused
from graphsvc.export import export_lines
from graphsvc.model.statements import RunState
from graphsvc.runs.spool import Spool
from graphsvc.store.protocol import GraphStore
from graphsvc.store.sqlite import SqliteStore
from tests.unit.runs.files import imported, network_of, planned

ROOT = Path(__file__).parents[2]
ACTORS, BATCH = 400, 50
LINES = 1 + 1 + 2 * ACTORS // BATCH
"""What an undisturbed process says before it publishes: planned, the first edge, one line a batch."""


@pytest.mark.parametrize("line", range(0, LINES, 4))
def test_killed_after_any_batch_the_next_run_finishes(tmp_path: Path, line: int) -> None:
    prepared(tmp_path)
    before = exported(tmp_path)
    process = start(tmp_path)
    said = [process.stdout.readline() for _ in range(line + 1)] if process.stdout else []

    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert said[-1]
    assert exported(tmp_path) == before
    finished = start(tmp_path)
    assert finished.communicate()[0].splitlines()[-1].startswith("published")
    assert exported(tmp_path) == undisturbed(tmp_path)


@pytest.mark.slow
def test_killed_at_twenty_random_moments_nothing_is_half_done(tmp_path: Path) -> None:
    prepared(tmp_path)
    states = {exported(tmp_path), undisturbed(tmp_path)}

    for number in range(20):
        process = start(tmp_path)
        try:
            process.communicate(timeout=0.6 + 0.03 * number)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        assert exported(tmp_path) in states

    assert start(tmp_path).communicate()[0].splitlines()[-1].startswith("published")
    assert exported(tmp_path) == undisturbed(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_signal_takes_everything_back_with_its_exit_code(tmp_path: Path, number: signal.Signals) -> None:
    prepared(tmp_path)
    before = exported(tmp_path)
    process = start(tmp_path)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()

    process.send_signal(number)

    assert process.communicate()[0].splitlines()[-1] == "import.stopped"
    assert process.returncode == 3
    assert exported(tmp_path) == before
    with opened(tmp_path) as store:
        assert [run.state for run in store.runs(Viewer.operator(), limit=1)] == [RunState.ROLLED_BACK]
        assert imported(store, network_of(ACTORS), tmp_path) is not None


def test_of_two_imports_at_once_the_second_says_who_holds_the_lock(tmp_path: Path) -> None:
    prepared(tmp_path)
    first = start(tmp_path)
    assert first.stdout is not None
    for _ in range(3):
        first.stdout.readline()
    first.send_signal(signal.SIGSTOP)

    second = start(tmp_path)

    assert second.communicate()[0].splitlines()[-1] == "store.busy"
    assert second.returncode == 3
    first.send_signal(signal.SIGCONT)
    assert first.communicate()[0].splitlines()[-1].startswith("published")
    assert exported(tmp_path) == undisturbed(tmp_path)


def test_a_disk_without_room_for_the_spool_is_said(tmp_path: Path) -> None:
    with opened(tmp_path) as store, small_files_only(), pytest.raises(StoreFull, match="full"):
        planned(store, network_of(200_000), tmp_path)


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(StoreRefused, match="cannot be written"):
        Spool(tmp_path / "file" / "data")


def prepared(folder: Path) -> None:
    """A store in which an older edition of the source stands."""
    with opened(folder) as store:
        imported(store, network_of(10), folder)


def undisturbed(folder: Path) -> bytes:
    other = folder / "undisturbed"
    if not other.exists():
        with opened(other) as store:
            imported(store, network_of(ACTORS), other, batch_rows=5_000)
    return exported(other)


def exported(folder: Path) -> bytes:
    with opened(folder) as store:
        return b"".join(export_lines(store, Viewer.operator()))


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.import_process", str(folder), str(ACTORS), str(BATCH)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@contextmanager
def opened(folder: Path) -> Iterator[GraphStore]:
    store = SqliteStore(folder / "store.sqlite")
    try:
        yield store
    finally:
        store.close()


@contextmanager
def small_files_only() -> Iterator[None]:
    """No file of this process may grow beyond a megabyte: what a full disk does, without filling one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
