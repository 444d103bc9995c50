from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.access import Viewer
from graphsvc.errors import ImportRefused, ImportStopped, PreviewOutdated, RunNotUndoable, StoreBusy, StoreFull
from graphsvc.export import export_lines
from graphsvc.model.statements import RunNumber, RunState
from graphsvc.runs.load import begin, load
from graphsvc.runs.plan import Rules
from graphsvc.runs.undo import undo
from graphsvc.store.protocol import GraphStore, NewRun
from graphsvc.store.rows import TieRow
from tests.unit.runs.files import (
    SURVEY,
    Contents,
    actor,
    contents,
    everything_live,
    imported,
    network_of,
    planned,
    tally,
    tie,
)

OTHER = type(SURVEY)(type(SURVEY.id)("own:other"), "own", "Other", SURVEY.sensitivity)


def test_a_run_says_who_what_and_how_many(store: GraphStore, tmp_path: Path) -> None:
    run = imported(store, (actor("ana"), actor("bea"), tie("ana", "bea"), tally(3)), tmp_path)

    assert run is not None
    assert (run.number, run.what, run.importer, run.source) == (RunNumber(1), "import", "test", SURVEY.id)
    assert run.files == (("survey.csv", "0" * 64),)
    assert dict(run.counts) == {
        "new": 3,
        "changed": 0,
        "unchanged": 0,
        "retired": 0,
        "refused": 0,
        "read row": 3,
        "kept row": 3,
        "skipped row": 0,
    }
    assert store.runs(Viewer.operator(), limit=9) == (run,)


def test_the_same_file_again_makes_no_run(store: GraphStore, tmp_path: Path) -> None:
    imported(store, network_of(9), tmp_path)
    before = store.digest()

    assert imported(store, network_of(9), tmp_path) is None
    assert store.digest() == before


def test_a_newer_file_retires_what_it_no_longer_says(store: GraphStore, tmp_path: Path) -> None:
    imported(store, network_of(9), tmp_path)

    run = imported(store, network_of(7), tmp_path)

    assert run is not None
    assert (run.counts["retired"], run.counts["unchanged"]) == (4, 13)
    assert len(everything_live(store)) == 13


def test_another_source_is_not_touched(store: GraphStore, tmp_path: Path) -> None:
    imported(store, network_of(5), tmp_path)

    imported(store, [actor("zoe")], tmp_path, source=OTHER)

    assert (len(everything_live(store)), len(everything_live(store, OTHER))) == (9, 1)


def test_a_plan_that_must_stop_is_not_loaded(store: GraphStore, tmp_path: Path) -> None:
    with planned(store, [actor("ana"), tally(2, 1)], tmp_path, rules=Rules()) as plan, pytest.raises(ImportRefused):
        load(store, plan)

    assert store.runs(Viewer.operator(), limit=9) == ()


def test_progress_reaches_its_total(store: GraphStore, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []

    with planned(store, network_of(5), tmp_path) as plan:
        load(store, plan, progress=lambda *what: told.append(what), batch_rows=2)

    assert told == [("writing", done, 9) for done in (0, 2, 4, 5, 7, 9)]


@pytest.mark.parametrize("batches", range(5))
def test_a_stop_between_batches_takes_everything_back(store: GraphStore, tmp_path: Path, batches: int) -> None:
    imported(store, [actor("ana")], tmp_path, source=OTHER)
    before = exported(store)
    asked = iter([*[False] * batches, *[True] * 99])

    with planned(store, network_of(5), tmp_path) as plan, pytest.raises(ImportStopped):
        load(store, plan, batch_rows=2, asked_to_stop=lambda: next(asked))

    assert exported(store) == before
    assert imported(store, network_of(5), tmp_path) is not None


@pytest.mark.parametrize("failing", range(4))
def test_a_disk_that_is_full_at_any_batch_takes_everything_back(
    store: GraphStore, tmp_path: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(store, network_of(3), tmp_path)
    before = exported(store)
    written = store.stage_ties
    rest = iter([*[False] * failing, True])

    def stage_ties(run: RunNumber, rows: Sequence[TieRow]) -> int:
        if next(rest):
            raise StoreFull
        return written(run, rows)

    with monkeypatch.context() as patch:
        patch.setattr(store, "stage_ties", stage_ties)
        with planned(store, network_of(8), tmp_path) as plan, pytest.raises(StoreFull):
            load(store, plan, batch_rows=1)

    assert exported(store) == before
    assert imported(store, network_of(8), tmp_path) is not None
    assert exported(store) != before


def test_a_source_that_changed_after_the_preview_is_not_overwritten(store: GraphStore, tmp_path: Path) -> None:
    with planned(store, network_of(5), tmp_path) as outdated:
        imported(store, network_of(3), tmp_path)
        before = exported(store)

        with pytest.raises(PreviewOutdated):
            load(store, outdated)

    assert exported(store) == before


def test_a_change_of_another_source_after_the_preview_does_not_matter(store: GraphStore, tmp_path: Path) -> None:
    with planned(store, network_of(5), tmp_path) as plan:
        imported(store, network_of(3), tmp_path, source=OTHER)

        assert load(store, plan) is not None


def test_while_another_run_is_under_way_the_holder_is_named(store: GraphStore, tmp_path: Path) -> None:
    store.begin(NewRun("import", source=SURVEY), holder="amina@desk, process 7, since noon")

    with planned(store, network_of(3), tmp_path) as plan, pytest.raises(StoreBusy, match="amina@desk"):
        load(store, plan)


@pytest.mark.parametrize(
    ("host", "process", "waits"),
    [(socket.gethostname(), 2**22 + 1, True), (socket.gethostname(), os.getpid(), False), ("elsewhere", 1, False)],
    ids=("dead here", "alive here", "elsewhere"),  # the same names in every process that runs tests
)
def test_the_lease_of_a_process_that_died_here_is_waited_for(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch, host: str, process: int, waits: bool
) -> None:
    asked: list[float] = []

    def busy_once(new: NewRun, *, holder: str, wait_seconds: float = 0.0) -> RunNumber:
        asked.append(wait_seconds)
        if len(asked) == 1:
            raise StoreBusy(holder=f"amina@{host}, process {process}")
        return RunNumber(1)

    monkeypatch.setattr(store, "begin", busy_once)

    if waits:
        assert begin(store, NewRun("undo"), wait_seconds=1.0) == RunNumber(1)
    else:
        with pytest.raises(StoreBusy):
            begin(store, NewRun("undo"), wait_seconds=1.0)

    assert asked == ([1.0, 65.0] if waits else [1.0])


def test_undoing_what_is_not_there_is_refused(store: GraphStore) -> None:
    with pytest.raises(RunNotUndoable):
        undo(store, RunNumber(7))


def test_an_undone_run_says_so(store: GraphStore, tmp_path: Path) -> None:
    imported(store, network_of(4), tmp_path)

    undone = undo(store, RunNumber(1))

    assert (undone.what, undone.undoes, undone.state) == ("undo", RunNumber(1), RunState.PUBLISHED)
    assert [run.state for run in store.runs(Viewer.operator(), limit=9)] == [RunState.PUBLISHED, RunState.UNDONE]


def test_a_failed_undo_leaves_the_lock_free(store: GraphStore, tmp_path: Path) -> None:
    imported(store, network_of(4), tmp_path)
    imported(store, network_of(3), tmp_path)

    with pytest.raises(RunNotUndoable):
        undo(store, RunNumber(1))

    assert imported(store, network_of(5), tmp_path) is not None


@given(first=contents(), second=contents(), third=contents())
def test_an_undo_brings_back_exactly_what_was_there(
    new_store: object, tmp_path: Path, first: Contents, second: Contents, third: Contents
) -> None:
    store = new_store()
    imported(store, first.items, tmp_path)
    before = exported(store)
    run = imported(store, second.items, tmp_path)
    later = imported(store, third.items, tmp_path, source=OTHER)

    if later is not None:
        undo(store, later.number)
    if run is not None:
        undo(store, run.number)

    assert exported(store) == before


@given(first=contents(), second=contents(), batches=st.integers(0, 9))
def test_interrupted_anywhere_and_repeated_is_once(
    new_store: object, tmp_path: Path, first: Contents, second: Contents, batches: int
) -> None:
    store, other = new_store(), new_store()
    imported(store, first.items, tmp_path)
    asked = iter([*[False] * batches, *[True] * 99])
    with planned(store, second.items, tmp_path) as plan:
        try:
            load(store, plan, batch_rows=1, asked_to_stop=lambda: next(asked))
        except ImportStopped:
            assert imported(store, second.items, tmp_path) is not None

    imported(other, second.items, tmp_path)

    assert exported(store) == exported(other)


def exported(store: GraphStore) -> bytes:
    return b"".join(export_lines(store, Viewer.operator()))
