"""The contract of whole stores: what one gives another takes over, and equal contents have equal digests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from graphsvc.access import Viewer
from graphsvc.errors import StoreRefused, StoreTooNew
from graphsvc.model.statements import RunNumber
from graphsvc.store.digest import digest_of
from graphsvc.store.protocol import FORMAT, ActorCard, GraphStore, Kept, NewRun
from graphsvc.store.rows import actor_row
from graphsvc.store.sqlite import SqliteStore
from tests.contracts.stores.engines import Engine
from tests.contracts.stores.seeing import seen
from tests.networks import Network, actor, decision, load, load_source, networks, source, tie

OPERATOR = Viewer.operator()
REGISTER = source()
ADA, BEN, CEM = (actor(REGISTER, key, name) for key, name in (("1", "Ada"), ("2", "Ben"), ("3", "Cem")))
TIE = tie("a", ADA, BEN)


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[SqliteStore]:
    """A SQLite store beside the engine under test, to copy from and to."""
    store = SqliteStore(tmp_path / "beside" / "store.sqlite")
    yield store
    store.close()


def with_history(store: GraphStore) -> None:
    """Something of everything: changed, retired, undone, rolled back, decided, and a run that is under way."""
    load(store, Network((REGISTER,), (ADA, BEN), (TIE,), (decision(ADA, BEN),)))
    load_source(store, replace(REGISTER, title="New"), (actor(REGISTER, "2", "Other"), CEM), files=(("a.csv", "ab"),))
    load_source(store, source("south:survey"), (actor(source("south:survey"), "1"),), account="u1")
    undoing = store.begin(NewRun("undo", undoes=RunNumber(3)), holder="test")
    store.publish(undoing, store.reverse(undoing, RunNumber(3)))
    store.roll_back(store.begin(NewRun("import", source=REGISTER), holder="test"))
    load_source(store, REGISTER, (), retired=[TIE.id])
    run = store.begin(NewRun("import", source=source("north:unfinished")), holder="test")
    store.stage_actors(run, [actor_row(actor(source("north:unfinished"), "1"))])
    store.retire(run, [CEM.id])


def test_everything_of_a_store_can_be_taken_over_by_another(engine: Engine, embedded: SqliteStore) -> None:
    store = engine.fresh()
    with_history(store)
    ids = [ADA.id, BEN.id, CEM.id, TIE.id]
    kept, digest, shown = list(store.everything()), store.digest(), seen(store, OPERATOR, ids)
    finished = [one for one in store.runs(OPERATOR, limit=99) if one.ended_at]

    embedded.take_over(kept)
    store = engine.fresh()
    store.take_over(embedded.everything())

    for copy in (embedded, store):
        assert (list(copy.everything()), copy.digest(), digest_of(kept)) == (kept, digest, digest)
        assert seen(copy, OPERATOR, ids) == shown
        assert list(copy.runs(OPERATOR, limit=99)) == finished


def test_a_copy_goes_on_like_its_original(engine: Engine, embedded: SqliteStore) -> None:
    load(embedded, Network((REGISTER,), (ADA, BEN), (TIE,), (decision(ADA, BEN),)))
    before = seen(embedded, OPERATOR, [ADA.id])
    load_source(embedded, REGISTER, (CEM,), retired=[TIE.id])
    store = engine.fresh()
    store.take_over(embedded.everything())

    undoing = store.begin(NewRun("undo", undoes=RunNumber(3)), holder="test")
    store.publish(undoing, store.reverse(undoing, RunNumber(3)))

    assert undoing == 4
    assert seen(store, OPERATOR, [ADA.id]) == before


@given(network=networks())
def test_equal_contents_have_equal_versions_and_digests_in_every_engine(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, network: Network
) -> None:
    store = engine.fresh()
    beside = SqliteStore(tmp_path_factory.mktemp("beside") / "store.sqlite", clock=engine.clock)
    try:
        load(store, network)
        load(beside, network)

        assert store.version(OPERATOR) == beside.version(OPERATOR)
        assert list(store.everything()) == list(beside.everything())
        assert store.digest() == beside.digest()
    finally:
        beside.close()


def test_equal_contents_by_different_ways_have_equal_versions(engine: Engine) -> None:
    store = engine.fresh()
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    straight = store.version(OPERATOR)

    store = engine.fresh()
    load_source(store, replace(REGISTER, title="Old"), (CEM, BEN))
    load_source(store, REGISTER, (ADA,), retired=[CEM.id])
    load_source(store, REGISTER, (), (TIE,))

    assert store.version(OPERATOR) == straight


def test_everything_comes_in_one_fixed_order(store: GraphStore) -> None:
    with_history(store)

    kept = list(store.everything())

    sorts = list(dict.fromkeys(one.sort for one in kept))
    runs = [one.values["number"] for one in kept if one.sort == "run"]
    actors = [(one.values["id"], one.values["born"]) for one in kept if one.sort == "actor"]
    assert sorts == ["meta", "run", "source", "actor", "tie", "decision"]
    assert (runs, actors) == (sorted(runs), sorted(actors))
    assert kept[0].values == {"format": FORMAT, "published": 7}


def test_a_store_that_holds_something_takes_nothing_over(engine: Engine, embedded: SqliteStore) -> None:
    store = engine.fresh()
    load_source(store, REGISTER, (ADA,))
    before = store.digest()

    with pytest.raises(StoreRefused):
        store.take_over(embedded.everything())

    assert store.digest() == before


def test_what_breaks_off_is_not_taken_over_at_all(engine: Engine, embedded: SqliteStore) -> None:
    load(embedded, Network((REGISTER,), (ADA, BEN), (TIE,)))
    store = engine.fresh()
    empty = store.digest()

    def broken() -> Iterator[Kept]:
        kept = list(embedded.everything())
        yield from kept[:-1]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store.take_over(broken())

    assert store.digest() == empty
    store.take_over(embedded.everything())
    assert store.digest() == embedded.digest()


def test_a_later_format_is_not_taken_over(store: GraphStore) -> None:
    with pytest.raises(StoreTooNew):
        store.take_over([Kept("meta", {"format": FORMAT + 1, "published": 0})])


def test_the_picture_of_actors_can_be_settled_again_and_changes_no_answer(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN), (TIE,))
    before = seen(store, OPERATOR, [ADA.id]), store.digest()
    cards = [
        ActorCard("a1", "Ada", "organization", ("cso",), ("Cso",), ("Ada", "AR"), "MX", (ADA.id,)),
        ActorCard("a2", "Ben", "organization", (), (), ("Ben",), None, (BEN.id,)),
    ]

    store.settle(cards)
    store.settle(cards)
    store.settle(cards[:1])

    assert (seen(store, OPERATOR, [ADA.id]), store.digest()) == before
