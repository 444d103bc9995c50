"""The contract of access: what a viewer may not see changes nothing that the viewer gets."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from graphsvc.access import Sensitivity, Viewer
from graphsvc.store.protocol import GraphStore, NewRun
from graphsvc.store.rows import actor_row
from tests.contracts.stores.engines import Engine
from tests.contracts.stores.seeing import seen
from tests.networks import Network, actor, decision, load, load_source, networks, source, tie, viewers, visible_part

GUEST = Viewer.guest(may_read=True)
REGISTER = source()
ADA, BEN = actor(REGISTER, "1", "Ada"), actor(REGISTER, "2", "Ben")
HIDDEN = actor(REGISTER, "3", "Adam the Hidden", level=Sensitivity.MEMBERS)


@given(network=networks(), viewer=viewers())
def test_every_read_equals_that_of_a_store_that_never_held_the_hidden_part(
    engine: Engine, network: Network, viewer: Viewer
) -> None:
    ids = [one.id for one in (*network.actors, *network.ties)]
    store = engine.fresh()
    load(store, network)
    whole = seen(store, viewer, ids)

    store = engine.fresh()
    load(store, visible_part(network, viewer))

    assert seen(store, viewer, ids) == whole


@given(network=networks(), viewer=viewers())
def test_nothing_of_a_hidden_statement_stays_when_it_is_retired(
    engine: Engine, network: Network, viewer: Viewer
) -> None:
    """Afterwards the histories differ, and still the viewer gets the same: history shows nowhere."""
    ids = [one.id for one in (*network.actors, *network.ties)]
    store = engine.fresh()
    load(store, network)
    before = seen(store, viewer, ids)
    left = visible_part(network, viewer)
    kept = {one.id for one in (*left.actors, *left.ties)}

    for one in network.sources:
        gone = [id_ for _, id_, _ in store.live(one.id) if id_ not in kept]
        load_source(store, one, (), retired=gone)

    assert seen(store, viewer, ids) == before


def test_a_viewer_without_clearance_gets_nothing(store: GraphStore) -> None:
    load(store, Network((REGISTER,), (ADA, BEN), (tie("a", ADA, BEN),), (decision(ADA, BEN),)))
    nothing = seen(store, Viewer(), [ADA.id, BEN.id])

    assert {key: nothing[key] for key in ("sources", "actors", "ties", "decisions")} == {
        "sources": (),
        "actors": [],
        "ties": [],
        "decisions": (),
    }


def test_the_version_stays_when_only_hidden_statements_change(store: GraphStore) -> None:
    load(store, Network((REGISTER,), (ADA, BEN, HIDDEN), ()))
    before = store.version(GUEST), store.version(Viewer.operator())

    load_source(store, REGISTER, (replace(HIDDEN, record=replace(HIDDEN.record, country="MX")),))

    assert store.version(GUEST) == before[0]
    assert store.version(Viewer.operator()) != before[1]


def test_the_version_moves_with_every_visible_change_and_back_again(store: GraphStore) -> None:
    load(store, Network((REGISTER,), (ADA, BEN), ()))
    versions = [store.version(GUEST)]

    load_source(store, REGISTER, (replace(ADA, record=replace(ADA.record, country="MX")),))
    versions.append(store.version(GUEST))
    load_source(store, REGISTER, (), (tie("a", ADA, BEN),))
    versions.append(store.version(GUEST))
    load_source(store, REGISTER, (ADA,), retired=[tie("a", ADA, BEN).id])

    assert len(set(versions)) == 3
    assert store.version(GUEST) == versions[0]


def test_the_version_does_not_tell_where_in_a_file_a_statement_stands(store: GraphStore) -> None:
    load(store, Network((REGISTER,), (ADA,), ()))
    before = store.version(GUEST)

    load_source(store, REGISTER, (replace(ADA, record=replace(ADA.record, raw=(("a", "b"),))),))

    assert store.version(GUEST) == before


def test_limits_count_only_what_the_viewer_sees(store: GraphStore) -> None:
    others = [actor(REGISTER, f"x{number}", f"Ada {number:02}") for number in range(6)]
    closed = [replace(one, scope=HIDDEN.scope) for one in others[:4]]
    ties = [tie(f"t{number}", ADA, one) for number, one in enumerate((*closed, *others[4:]))]
    load(store, Network((REGISTER,), (ADA, *closed, *others[4:]), tuple(ties)))

    assert len(store.ties_of(GUEST, [ADA.id], limit=2)) == 2
    assert [hit.name for hit in store.search(GUEST, "ada", limit=3)] == ["Ada", "Ada 04", "Ada 05"]


def test_an_actor_that_becomes_hidden_is_gone(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN))
    load_source(store, REGISTER, (replace(ADA, scope=HIDDEN.scope),))

    assert list(store.actor_statements(GUEST)) == [BEN]
    assert store.search(GUEST, "ada", limit=9) == ()


def test_a_decision_with_a_hidden_side_does_not_exist(store: GraphStore) -> None:
    load(store, Network((REGISTER,), (ADA, BEN, HIDDEN), ()))
    before = store.version(GUEST)

    run = store.begin(NewRun("decide"), holder="rosa")
    store.stage_decision(run, decision(ADA, HIDDEN))
    store.publish(run, {})

    assert (store.decisions(GUEST), store.version(GUEST)) == ((), before)
    assert store.decisions(Viewer.operator()) == (decision(ADA, HIDDEN),)


def test_an_unfinished_run_does_not_move_the_version(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA,))
    before = store.version(Viewer.operator())

    run = store.begin(NewRun("import", source=source(title="Renamed")), holder="test")
    store.stage_actors(run, [actor_row(BEN)])
    staged = store.version(Viewer.operator())
    store.roll_back(run)

    assert (staged, store.version(Viewer.operator())) == (before, before)
