"""The contract of reading: what was published comes out whole, to whom it may."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given

from graphsvc.access import Sensitivity, Viewer
from graphsvc.errors import NotFound
from graphsvc.model.facts import facts_of
from graphsvc.model.records import Place
from graphsvc.model.statements import StatementId
from graphsvc.model.values import Confidence, FlowClass, Formality, Identifier, Money, PartialDate, Period, Status
from graphsvc.store.protocol import FORMAT, GraphStore
from graphsvc.store.rows import actor_row, tie_row
from tests.contracts.stores.engines import Engine
from tests.contracts.stores.seeing import columns
from tests.networks import Network, actor, load, load_source, networks, source, tie

OPERATOR = Viewer.operator()
GUEST = Viewer.guest(may_read=True)
REGISTER = source()
ADA = actor(REGISTER, "1", "Ada Refuge", "AR", identifiers=(Identifier("wikidata", "Q7"),), country="MX")
BEN = actor(REGISTER, "2", "Ben Aid", roles=frozenset({"cso", "funder"}), languages=("es", "tr"), topics=("law",))
CEM = actor(REGISTER, "3", "Cem Hukuk", kind="person", note="met in 2019", attributes=(("a", "1"), ("b", "")))


def test_an_empty_store_knows_what_it_is_and_gives_nothing(engine: Engine) -> None:
    store = engine.fresh()

    info = store.info()

    assert (info.engine, info.format, info.published, bool(info.store_id)) == (engine.name, FORMAT, 0, True)
    assert list(store.actor_statements(OPERATOR)) == []
    assert columns(store.tie_columns(OPERATOR))["ids"] == ()
    assert (store.sources(OPERATOR), store.decisions(OPERATOR), store.runs(OPERATOR, limit=9)) == ((), (), ())


def test_a_store_keeps_its_id_over_a_restart(engine: Engine) -> None:
    first = engine.fresh().info()

    assert engine.again().info() == first


@given(network=networks())
def test_what_is_published_comes_out_as_it_went_in(engine: Engine, network: Network) -> None:
    store = engine.fresh()

    load(store, network)

    kept_actors = [actor_row(one) for one in store.actor_statements(OPERATOR)]
    kept_ties = [tie_row(one) for one in store.tie_statements(OPERATOR, [one.id for one in network.ties])]
    # A store has no keys of sources: the ends in a tie's record are ids there. The row form is the same.
    assert kept_actors == sorted(map(actor_row, network.actors), key=lambda row: row.id)
    assert kept_ties == sorted(map(tie_row, network.ties), key=lambda row: row.id)
    assert store.decisions(OPERATOR) == tuple(sorted(network.decisions, key=lambda one: (one.left, one.right)))


def test_a_tie_keeps_every_field_exactly(store: GraphStore) -> None:
    money = Money(FlowClass.LOAN, Decimal("12345678901234567890.10"), "USD", PartialDate("2019"))
    full = tie(
        "t1",
        ADA,
        BEN,
        kind="funds",
        period=Period(PartialDate("2019-02"), PartialDate("2020")),
        formality=Formality.FORMAL,
        status=Status.ENDED,
        confidence=Confidence.DOUBTFUL,
        strength=0.1,
        money=money,
        reporter="the other side",
        note='"quoted"',
        attributes=(("x", "ü"),),
        raw=(("amount", "12345678901234567890.10"),),
    )

    load_source(store, REGISTER, (ADA, BEN), (full,))

    found = store.tie_statements(OPERATOR, [full.id])[0]
    assert found == replace(full, record=replace(full.record, ego=ADA.id, alter=BEN.id))


def test_actor_statements_of_some_ids_are_the_live_ones_among_them(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN, CEM))

    found = list(store.actor_statements(OPERATOR, [CEM.id, ADA.id, StatementId("nobody"), CEM.id]))

    assert found == sorted((ADA, CEM), key=lambda one: one.id)
    assert list(store.actor_statements(OPERATOR, [])) == []


@given(network=networks(max_ties=0))
def test_the_facts_of_actors_are_those_of_their_statements(engine: Engine, network: Network) -> None:
    store = engine.fresh()
    load(store, network)

    assert list(store.actor_facts(OPERATOR)) == [facts_of(one) for one in store.actor_statements(OPERATOR)]


def test_columns_are_the_live_ties_by_id(store: GraphStore) -> None:
    lone = tie("a", ADA, BEN, kind="funds", period=Period.parse("2019", "2020-02"), strength=0.5)
    other = tie("b", CEM, ADA, kind="knows", status=Status.PLANNED, confidence=Confidence.INFERRED)
    load_source(store, REGISTER, (ADA, BEN, CEM), (lone, other))

    found = store.tie_columns(OPERATOR)

    first, second = sorted((lone, other), key=lambda one: one.id)
    assert found.actors == tuple(sorted((ADA.id, BEN.id, CEM.id)))
    assert found.ids == (first.id, second.id)
    assert [found.actors[position] for position in found.ego] == [first.ego, second.ego]
    assert [found.actors[position] for position in found.alter] == [first.alter, second.alter]
    assert found.kinds == ("funds", "knows")
    at = found.ids.index(lone.id)
    assert (found.kinds[found.kind[at]], found.start[at], found.end[at]) == ("funds", 20190101, 20200229)
    assert (found.status[at], found.confidence[at], found.strength[at]) == (0, 0, np.float32(0.5))
    assert (found.start[1 - at], found.end[1 - at], np.isnan(found.strength[1 - at])) == (0, 0, True)
    assert (found.status[1 - at], found.confidence[1 - at]) == (1, 1)
    types = [
        getattr(found, name).dtype.name for name in ("ego", "alter", "kind", "start", "end", "status", "confidence")
    ]
    assert types == ["int32", "int32", "uint16", "int32", "int32", "uint8", "uint8"]
    assert found.strength.dtype == np.float32


def test_columns_name_only_kinds_that_occur_and_keep_isolates(store: GraphStore) -> None:
    first = load_source(store, REGISTER, (ADA, BEN, CEM), (tie("a", ADA, BEN, kind="funds"),))
    gone = tie("a", ADA, BEN, kind="funds")
    load_source(store, REGISTER, (), (tie("b", ADA, BEN, kind="knows"),), retired=[gone.id])

    found = store.tie_columns(OPERATOR)

    assert first == 1
    assert (found.kinds, len(found.actors)) == (("knows",), 3)


def test_ties_of_actors_are_those_at_either_end_up_to_the_limit(store: GraphStore) -> None:
    ties = (tie("a", ADA, BEN), tie("b", CEM, ADA), tie("c", BEN, CEM))
    load_source(store, REGISTER, (ADA, BEN, CEM), ties)

    of_ada = store.ties_of(OPERATOR, [ADA.id], limit=10)

    assert [one.id for one in of_ada] == sorted(one.id for one in ties[:2])
    assert store.ties_of(OPERATOR, [ADA.id], limit=1) == of_ada[:1]
    assert len(store.ties_of(OPERATOR, [ADA.id, BEN.id], limit=10)) == 3
    assert store.ties_of(OPERATOR, [], limit=10) == ()


def test_sources_are_those_with_something_that_the_viewer_sees(store: GraphStore) -> None:
    closed = source("south:survey", Sensitivity.RESTRICTED, publisher="P", licence="L", url="u", reporter="r")
    empty = source("north:empty")
    load_source(store, REGISTER, (ADA,))
    load_source(store, closed, (actor(closed, "1"),))
    load_source(store, empty, ())

    assert store.sources(OPERATOR) == (REGISTER, closed)
    assert store.sources(GUEST) == (REGISTER,)
    assert store.sources(Viewer()) == ()


def test_a_source_that_is_renamed_has_its_new_facts(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA,))
    before = store.version(GUEST)

    renamed = replace(REGISTER, title="Register, second edition", retrieved_on="2024-02-01")
    load_source(store, renamed, ())

    assert store.sources(GUEST) == (renamed,)
    assert store.version(GUEST) != before


def test_evidence_is_the_statement_its_source_and_the_file_it_stood_in(store: GraphStore) -> None:
    files = (("other.csv", "00"), ("north.csv", "ab" * 32))
    stated = tie("a", ADA, BEN, raw=(("from", "Ada"), ("to", "Ben")))
    load_source(store, REGISTER, (ADA, BEN), (stated,), files=files)

    of_actor, of_tie = store.evidence(GUEST, ADA.id), store.evidence(GUEST, stated.id)

    assert (of_actor.statement, of_actor.source, of_actor.file_sha256) == (ADA, REGISTER, "ab" * 32)
    assert of_tie.statement.record.raw == (("from", "Ada"), ("to", "Ben"))
    assert (of_tie.source, of_tie.file_sha256) == (REGISTER, "ab" * 32)


def test_evidence_names_no_hash_of_a_file_that_the_run_does_not_name(store: GraphStore) -> None:
    load_source(store, REGISTER, (actor(REGISTER, "1", place=Place("typed.csv", "row 1")),), files=(("a.csv", "00"),))

    found = store.evidence(OPERATOR, actor(REGISTER, "1").id)

    assert found.file_sha256 is None


@pytest.mark.parametrize("asked", ["nobody", "", "\ud800", "x" * 10_000, "a'; DROP TABLE actor; --"])
def test_no_evidence_of_what_is_not_there(store: GraphStore, asked: str) -> None:
    load_source(store, REGISTER, (ADA,))

    with pytest.raises(NotFound):
        store.evidence(OPERATOR, StatementId(asked))


def test_hidden_evidence_is_as_absent_as_none(store: GraphStore) -> None:
    hidden = actor(REGISTER, "1", level=Sensitivity.MEMBERS)
    load_source(store, REGISTER, (hidden,))

    with pytest.raises(NotFound) as forbidden:
        store.evidence(GUEST, hidden.id)
    with pytest.raises(NotFound) as absent:
        store.evidence(GUEST, StatementId("nobody"))
    assert str(forbidden.value) == str(absent.value)


def test_a_generator_that_is_left_early_holds_nothing(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN, CEM))

    started = store.actor_statements(OPERATOR)
    next(started)
    load_source(store, REGISTER, (actor(REGISTER, "4"),))
    started.close()

    assert len(list(store.actor_statements(OPERATOR))) == 4


def test_a_reader_that_is_going_on_keeps_to_what_it_began_with(store: GraphStore) -> None:
    load_source(store, REGISTER, (ADA, BEN))

    started = store.actor_statements(OPERATOR)
    found = [next(started)]
    load_source(store, REGISTER, (CEM,), retired=[ADA.id, BEN.id])
    found += started

    assert found == sorted((ADA, BEN), key=lambda one: one.id)
