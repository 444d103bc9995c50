"""The contract of runs: nothing is seen before it is published, everything at once after, and nothing if not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from graphsvc.access import Sensitivity, Viewer
from graphsvc.errors import InvalidValue, NotFound, StoreBusy
from graphsvc.model.statements import Judgement, RunState
from graphsvc.store.protocol import GraphStore, NewRun
from graphsvc.store.rows import actor_row, tie_row
from tests.contracts.stores.engines import SECONDS_OF_A_LEASE, Engine
from tests.contracts.stores.seeing import seen
from tests.networks import Network, actor, decision, load, load_source, networks, source, tie

OPERATOR = Viewer.operator()
REGISTER = source()
ADA, BEN, CEM = (actor(REGISTER, key, name) for key, name in (("1", "Ada"), ("2", "Ben"), ("3", "Cem")))
TIE = tie("a", ADA, BEN)
IDS = (ADA.id, BEN.id, CEM.id, TIE.id)


def everything_seen(store: GraphStore) -> dict[str, Any]:
    return seen(store, OPERATOR, IDS)


def test_a_staged_run_is_not_seen_and_a_published_one_is(store: GraphStore) -> None:
    before = everything_seen(store)

    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    assert store.stage_actors(run, [actor_row(ADA), actor_row(BEN)]) == 2
    assert store.stage_ties(run, [tie_row(TIE)]) == 1
    while_staged = everything_seen(store)
    published = store.publish(run, {"new": 3})

    assert while_staged == before
    assert everything_seen(store)["ties"] == [tie_row(TIE)]
    assert store.tie_columns(OPERATOR).ids == (TIE.id,)
    assert (published.state, published.counts, store.info().published) == (RunState.PUBLISHED, {"new": 3}, run)


@given(network=networks())
def test_loading_twice_leaves_what_loading_once_left(engine: Engine, network: Network) -> None:
    ids = [one.id for one in (*network.actors, *network.ties)]
    store = engine.fresh()
    load(store, network)
    before = seen(store, OPERATOR, ids)

    load(store, network)

    assert seen(store, OPERATOR, ids) == before


def test_each_batch_staged_twice_is_staged_once(store: GraphStore) -> None:
    run = store.begin(NewRun("import", source=REGISTER), holder="test")

    for _ in range(2):
        assert store.stage_actors(run, [actor_row(ADA), actor_row(BEN)]) == 2
        assert store.stage_ties(run, [tie_row(TIE)]) == 1
        store.stage_decision(run, decision(ADA, BEN))
    first = store.publish(run, {"new": 3})
    again = store.publish(run, {"new": 3})

    assert (first, [one.id for one in store.actor_statements(OPERATOR)]) == (again, sorted((ADA.id, BEN.id)))
    assert store.tie_columns(OPERATOR).ids == (TIE.id,)
    assert store.decisions(OPERATOR) == (decision(ADA, BEN),)


def test_a_later_form_replaces_a_staged_one(store: GraphStore) -> None:
    renamed = actor(REGISTER, "1", "Ada the Second")
    run = store.begin(NewRun("import", source=REGISTER), holder="test")

    store.stage_actors(run, [actor_row(ADA)])
    store.stage_actors(run, [actor_row(renamed)])
    store.publish(run, {})

    assert list(store.actor_statements(OPERATOR)) == [renamed]


def test_retiring_counts_live_statements_and_twice_is_once(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    run = store.begin(NewRun("import", source=REGISTER), holder="test")

    counts = [store.retire(run, [TIE.id, CEM.id]), store.retire(run, [TIE.id]), store.retire(run, [])]
    seen_before = store.tie_columns(OPERATOR).ids
    store.publish(run, {})

    assert counts == [1, 1, 0]
    assert (seen_before, store.tie_columns(OPERATOR).ids) == ((TIE.id,), ())


def test_retiring_what_the_run_itself_staged_takes_it_out(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA,))
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    store.stage_actors(run, [actor_row(actor(REGISTER, "1", "Other")), actor_row(BEN)])

    assert store.retire(run, sorted((ADA.id, BEN.id))) == 1
    store.publish(run, {})

    assert list(store.actor_statements(OPERATOR)) == []


@pytest.mark.parametrize("stage", range(6))
def test_a_run_can_be_rolled_back_at_every_stage(store: GraphStore, stage: int) -> None:
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    before = everything_seen(store)

    run = store.begin(NewRun("import", source=source(title="Renamed")), holder="test")
    do_some(store, run, stage)
    store.roll_back(run)
    store.roll_back(run)

    states = [(one.number, one.state) for one in store.runs(OPERATOR, limit=9)]
    assert everything_seen(store) == before
    assert states == [(run, RunState.ROLLED_BACK), (1, RunState.PUBLISHED)]
    assert load_source(store, REGISTER, ()) == run + 1


@pytest.mark.parametrize("stage", range(6))
def test_a_program_killed_between_any_two_verbs_leaves_nothing_half(engine: Engine, stage: int) -> None:
    store = engine.fresh()
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    before = everything_seen(store)
    run = store.begin(NewRun("import", source=source(title="Renamed")), holder="first")
    do_some(store, run, stage)

    other = engine.again()
    after = everything_seen(other)
    engine.clock.advance(SECONDS_OF_A_LEASE + 1)
    second = other.begin(NewRun("import", source=REGISTER), holder="second")
    other.publish(second, {})

    assert (after, everything_seen(other)) == (before, before)
    assert [one.state for one in other.runs(OPERATOR, limit=2)] == [RunState.PUBLISHED, RunState.ROLLED_BACK]
    with pytest.raises(StoreBusy):
        store.stage_actors(run, [actor_row(CEM)])


def do_some(store: GraphStore, run: int, stage: int) -> None:
    steps = (
        lambda: store.stage_actors(run, [actor_row(CEM), actor_row(actor(REGISTER, "1", "Other"))]),
        lambda: store.stage_ties(run, [tie_row(tie("b", BEN, CEM)), tie_row(tie("a", ADA, BEN, kind="knows"))]),
        lambda: store.stage_decision(run, decision(ADA, CEM)),
        lambda: store.retire(run, [TIE.id]),
        lambda: store.keep_lock(run),
    )
    for step in steps[:stage]:
        step()


def test_a_run_that_was_published_is_not_rolled_back(store: GraphStore) -> None:
    run = load_source(store, REGISTER, (ADA,))

    store.roll_back(run)

    assert (store.info().published, list(store.actor_statements(OPERATOR))) == (run, [ADA])


# -- the lock


def test_a_second_run_is_told_who_holds_the_lock(engine: Engine) -> None:
    store = engine.fresh()
    run = store.begin(NewRun("import"), holder="rosa@laptop, since 08:00")
    engine.clock.advance(SECONDS_OF_A_LEASE - 1)

    with pytest.raises(StoreBusy, match="rosa@laptop, since 08:00"):
        store.begin(NewRun("import"), holder="ben")

    store.publish(run, {})
    assert store.begin(NewRun("import"), holder="ben") == run + 1


def test_a_lock_that_is_renewed_stays(engine: Engine) -> None:
    store = engine.fresh()
    run = store.begin(NewRun("import"), holder="rosa")
    for _ in range(3):
        engine.clock.advance(SECONDS_OF_A_LEASE - 1)
        store.keep_lock(run)

    with pytest.raises(StoreBusy):
        engine.again().begin(NewRun("import"), holder="ben")


def test_who_lost_the_lock_is_told_by_every_verb(engine: Engine) -> None:
    store = engine.fresh()
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    lost = store.begin(NewRun("import", source=REGISTER), holder="slow")
    engine.clock.advance(SECONDS_OF_A_LEASE + 1)
    run = engine.again().begin(NewRun("import"), holder="quick")

    verbs = (
        lambda: store.keep_lock(lost),
        lambda: store.stage_actors(lost, [actor_row(CEM)]),
        lambda: store.stage_ties(lost, [tie_row(TIE)]),
        lambda: store.stage_decision(lost, decision(ADA, BEN)),
        lambda: store.withdraw_decision(lost, ADA.id, BEN.id),
        lambda: store.retire(lost, [ADA.id]),
        lambda: store.reverse(lost, 1),
        lambda: store.publish(lost, {}),
    )
    for verb in verbs:
        with pytest.raises(StoreBusy):
            verb()
    store.roll_back(lost)
    store.keep_lock(run)


# -- what is refused


def test_a_tie_needs_ends_that_are_there(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    load_source(store, REGISTER, (), retired=[BEN.id, TIE.id])
    run = store.begin(NewRun("import", source=REGISTER), holder="test")

    for loose in (tie("b", ADA, CEM), tie("c", BEN, ADA)):
        with pytest.raises(InvalidValue):
            store.stage_ties(run, [tie_row(tie("ok", ADA, actor(REGISTER, "2"))), tie_row(loose)])

    store.publish(run, {})
    assert store.tie_columns(OPERATOR).ids == ()


def test_a_tie_is_no_less_closed_than_its_ends(store: GraphStore) -> None:
    closed = actor(REGISTER, "4", level=Sensitivity.RESTRICTED)
    open_tie = tie("b", ADA, BEN)
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    store.stage_actors(run, [actor_row(one) for one in (ADA, BEN, closed)])

    with pytest.raises(InvalidValue):
        store.stage_ties(
            run, [tie_row(type(open_tie)(open_tie.id, ADA.scope, REGISTER.id, ADA.id, closed.id, open_tie.record))]
        )


def test_a_tie_is_of_the_source_of_its_ends(store: GraphStore) -> None:
    other = source("north:other")
    load_source(store, REGISTER, (ADA, BEN))
    run = store.begin(NewRun("import", source=other), holder="test")

    with pytest.raises(InvalidValue):
        store.stage_ties(run, [tie_row(type(TIE)(TIE.id, TIE.scope, other.id, ADA.id, BEN.id, TIE.record))])


def test_a_statement_needs_a_source_that_a_run_has_named(store: GraphStore) -> None:
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    stranger = actor(source("north:other"), "1")

    with pytest.raises(InvalidValue):
        store.stage_actors(run, [actor_row(ADA), actor_row(stranger)])

    store.publish(run, {})
    assert list(store.actor_statements(OPERATOR)) == []


def test_a_run_that_would_leave_a_tie_without_an_end_is_not_published(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    store.retire(run, [ADA.id])

    with pytest.raises(InvalidValue):
        store.publish(run, {})

    store.retire(run, [TIE.id])
    store.publish(run, {})
    assert [one.id for one in store.actor_statements(OPERATOR)] == [BEN.id]


def test_a_run_that_would_close_an_end_but_not_its_tie_is_not_published(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    closed = actor(REGISTER, "1", "Ada", level=Sensitivity.MEMBERS)
    store.stage_actors(run, [actor_row(closed)])

    with pytest.raises(InvalidValue):
        store.publish(run, {})

    store.stage_ties(run, [tie_row(tie("a", closed, BEN))])
    store.publish(run, {})
    assert store.tie_columns(Viewer.guest(may_read=True)).actors == (BEN.id,)


def test_half_a_character_is_refused_and_nothing_written(store: GraphStore) -> None:
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    broken = actor_row(ADA)._replace(name="half \ud800")

    with pytest.raises(InvalidValue):
        store.stage_actors(run, [actor_row(BEN), broken])

    store.publish(run, {})
    assert list(store.actor_statements(OPERATOR)) == []


# -- decisions


def test_a_decision_replaces_an_earlier_one_on_its_pair(store: GraphStore) -> None:
    load(store, Network((REGISTER,), (ADA, BEN, CEM), (), (decision(ADA, BEN), decision(BEN, CEM))))
    changed = decision(ADA, BEN, Judgement.DIFFERENT)

    run = store.begin(NewRun("decide"), holder="rosa")
    store.stage_decision(run, changed)
    before = store.decisions(OPERATOR)
    store.publish(run, {})

    assert set(before) == {decision(ADA, BEN), decision(BEN, CEM)}
    assert set(store.decisions(OPERATOR)) == {changed, decision(BEN, CEM)}


def test_a_decision_can_be_withdrawn(store: GraphStore) -> None:
    load(store, Network((REGISTER,), (ADA, BEN), (), (decision(ADA, BEN),)))
    run = store.begin(NewRun("decide"), holder="rosa")
    pair = sorted((ADA.id, BEN.id))

    store.withdraw_decision(run, *pair)
    store.withdraw_decision(run, *pair)
    store.publish(run, {})

    assert store.decisions(OPERATOR) == ()
    with pytest.raises(NotFound):
        store.withdraw_decision(store.begin(NewRun("decide"), holder="rosa"), *pair)


def test_a_decision_sleeps_while_one_of_its_statements_is_retired(store: GraphStore) -> None:
    load(store, Network((REGISTER,), (ADA, BEN), (), (decision(ADA, BEN),)))
    with_it = store.version(OPERATOR)
    load_source(store, REGISTER, (), retired=[BEN.id])
    without = store.decisions(OPERATOR)

    load_source(store, REGISTER, (BEN,))

    assert (without, store.decisions(OPERATOR)) == ((), (decision(ADA, BEN),))
    assert store.version(OPERATOR) == with_it


# -- runs


def test_runs_are_listed_the_newest_first_with_what_is_known_of_them(engine: Engine) -> None:
    store = engine.fresh()
    files = (("a.csv", "ab"), ("b.csv", "cd"))
    began = engine.clock.now
    run = store.begin(NewRun("import", account="u1", importer="workbook", source=REGISTER, files=files), holder="test")
    engine.clock.advance(5)
    store.publish(run, {"new": 2, "read row": 3})
    load_source(store, REGISTER, ())

    newest, first = store.runs(OPERATOR, limit=9)

    assert (newest.number, first.number) == (run + 1, run)
    assert (first.what, first.account, first.importer, first.source) == ("import", "u1", "workbook", REGISTER.id)
    assert (first.files, first.counts, first.undoes) == (files, {"new": 2, "read row": 3}, None)
    assert (first.started_at, first.ended_at) == (began, engine.clock.now)
    assert store.runs(OPERATOR, limit=1) == (newest,)


def test_a_run_is_shown_to_its_account_and_to_those_from_whom_nothing_is_hidden(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA,), account="u1")
    load_source(store, source("south:survey"), (), account="u2")

    def shown(viewer: Viewer) -> list[int]:
        return [one.number for one in store.runs(viewer, limit=9)]

    assert shown(OPERATOR) == [2, 1]
    assert shown(Viewer(Sensitivity.PUBLIC, account="u1")) == [1]
    assert shown(Viewer(None, {"south": Sensitivity.RESTRICTED})) == [2]
    assert shown(Viewer(Sensitivity.MEMBERS)) == []
