"""The contract of undo: a run is taken back exactly, or not at all."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from graphsvc.access import Viewer
from graphsvc.errors import RunNotUndoable
from graphsvc.model.statements import Judgement, RunNumber, RunState
from graphsvc.store.protocol import GraphStore, NewRun
from tests.contracts.stores.engines import Engine
from tests.contracts.stores.seeing import seen
from tests.networks import Network, actor, decision, load, load_source, networks, source, tie

OPERATOR = Viewer.operator()
REGISTER = source()
ADA, BEN, CEM = (actor(REGISTER, key, name) for key, name in (("1", "Ada"), ("2", "Ben"), ("3", "Cem")))
TIE = tie("a", ADA, BEN)
OTHER = source("south:survey")


def undo(store: GraphStore, target: int) -> Mapping[str, int]:
    run = store.begin(NewRun("undo", undoes=RunNumber(target)), holder="test")
    try:
        counts = store.reverse(run, RunNumber(target))
        assert store.reverse(run, RunNumber(target)) == counts
    except RunNotUndoable:
        store.roll_back(run)
        raise
    store.publish(run, counts)
    return counts


@given(before=networks(), after=networks())
def test_undo_gives_back_what_was_there_before(engine: Engine, before: Network, after: Network) -> None:
    ids = [one.id for one in (*before.actors, *before.ties, *after.actors, *after.ties)]
    store = engine.fresh()
    load(store, before)
    states = [seen(store, OPERATOR, ids)]
    runs = []
    for one in after.sources:
        runs.append(replace_source(store, after, one.id))
        states.append(seen(store, OPERATOR, ids))

    for run in reversed(runs):
        assert seen(store, OPERATOR, ids) == states.pop()
        undo(store, run)

    assert seen(store, OPERATOR, ids) == states.pop()


def replace_source(store: GraphStore, network: Network, source_id: str) -> int:
    """Load one source of `network` and retire what it said before and no longer says."""
    of = next(one for one in network.sources if one.id == source_id)
    actors = [one for one in network.actors if one.source == source_id]
    ties = [one for one in network.ties if one.source == source_id]
    kept = {one.id for one in (*actors, *ties)}
    gone = [id_ for _, id_, _ in store.live(of.id) if id_ not in kept]
    return load_source(store, of, actors, ties, retired=gone)


def test_undo_counts_what_comes_back_what_changes_and_what_goes(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    run = load_source(store, REGISTER, (actor(REGISTER, "2", "Ben the Second"), CEM), retired=[TIE.id])

    assert undo(store, run) == {"new": 1, "changed": 1, "retired": 1}


def test_an_undone_run_is_marked_and_the_undo_names_it(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA,), account="u1")

    undo(store, 1)

    newest, first = store.runs(OPERATOR, limit=9)
    assert (newest.what, newest.undoes, newest.source, newest.state) == ("undo", 1, REGISTER.id, RunState.PUBLISHED)
    assert first.state is RunState.UNDONE


def test_an_undo_can_be_undone(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN), (TIE,), files=(("north.csv", "ab"),))
    before = seen(store, OPERATOR, [ADA.id, BEN.id, TIE.id])
    undo(store, 1)

    undo(store, 2)

    assert seen(store, OPERATOR, [ADA.id, BEN.id, TIE.id]) == before
    assert [one.state for one in store.runs(OPERATOR, limit=9)] == [
        RunState.PUBLISHED,
        RunState.UNDONE,
        RunState.PUBLISHED,
    ]


def test_states_alternate_down_a_chain_of_undos(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA,))

    for run in (1, 2, 3):
        undo(store, run)

    states = [one.state for one in store.runs(OPERATOR, limit=9)]
    assert states == [RunState.PUBLISHED, RunState.UNDONE, RunState.PUBLISHED, RunState.UNDONE]
    assert list(store.actor_statements(OPERATOR)) == []


def test_what_comes_back_names_the_file_it_was_read_from(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA,), files=(("north.csv", "first"),))
    load_source(store, REGISTER, (actor(REGISTER, "1", "Other"),), files=(("north.csv", "second"),))

    undo(store, 2)

    found = store.evidence(OPERATOR, ADA.id)
    assert (found.statement, found.file_sha256) == (ADA, "first")


def test_a_run_is_taken_back_below_later_runs_on_other_sources(store: GraphStore) -> None:
    run = load_source(store, REGISTER, (ADA, BEN), (TIE,))
    stranger = actor(OTHER, "1")
    load_source(store, OTHER, (stranger,))

    undo(store, run)

    assert list(store.actor_statements(OPERATOR)) == [stranger]


def test_a_decision_is_taken_back(store: GraphStore) -> None:
    first, second = decision(ADA, BEN), decision(ADA, BEN, Judgement.DIFFERENT)
    load(store, Network((REGISTER,), (ADA, BEN), (), (first,)))
    run = store.begin(NewRun("decide"), holder="rosa")
    store.stage_decision(run, second)
    store.publish(run, {})

    assert undo(store, run) == {"new": 0, "changed": 1, "retired": 0}
    assert store.decisions(OPERATOR) == (first,)


def test_a_new_title_is_taken_back(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA,))
    run = load_source(store, source(title="Renamed"), ())

    undo(store, run)

    assert store.sources(OPERATOR) == (REGISTER,)


@pytest.mark.parametrize("case", ["changed", "retired", "retired and again", "rests on it", "end retired since"])
def test_a_run_that_later_runs_rest_on_is_not_taken_back(store: GraphStore, case: str) -> None:
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    match case:
        case "changed":
            target = 1
            load_source(store, REGISTER, (actor(REGISTER, "1", "Other"),))
        case "retired":
            target = 1
            load_source(store, REGISTER, (), retired=[TIE.id])
        case "retired and again":
            target = load_source(store, REGISTER, (), retired=[TIE.id])
            load_source(store, REGISTER, (), (TIE,))
        case "rests on it":
            target = load_source(store, REGISTER, (CEM,))
            load_source(store, REGISTER, (), (tie("b", BEN, CEM),))
        case _:
            target = load_source(store, REGISTER, (), retired=[TIE.id])
            load_source(store, REGISTER, (), retired=[ADA.id])
    before = seen(store, OPERATOR, [ADA.id, BEN.id, CEM.id, TIE.id])

    with pytest.raises(RunNotUndoable):
        undo(store, target)

    assert seen(store, OPERATOR, [ADA.id, BEN.id, CEM.id, TIE.id]) == before


@pytest.mark.parametrize("case", ["absent", "rolled back", "undone", "itself"])
def test_only_a_published_run_is_taken_back(store: GraphStore, case: str) -> None:
    load_source(store, REGISTER, (ADA,))
    target = 99
    if case == "rolled back":
        target = store.begin(NewRun("import", source=REGISTER), holder="test")
        store.roll_back(target)
    if case == "undone":
        target = 1
        undo(store, 1)
    run = store.begin(NewRun("undo", undoes=RunNumber(target)), holder="test")

    with pytest.raises(RunNotUndoable):
        store.reverse(run, run if case == "itself" else RunNumber(target))
