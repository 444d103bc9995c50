"""The picture of actors in Neo4j: cards join, part and rename actors, and ties go with their statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import neo4j
import pytest

from graphsvc.access import Viewer
from graphsvc.errors import StoreUnreachable, UnknownKind
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorId, ActorStatement
from graphsvc.store import neo4j_settle
from graphsvc.store.neo4j import Limits, Neo4jStore
from graphsvc.store.protocol import ActorCard, NewRun
from graphsvc.store.rows import actor_row
from tests.neo4j.plugin import GivenServer
from tests.neo4j.server import Neo4jServer
from tests.networks import actor, load_source, source, tie

pytestmark = pytest.mark.neo4j
OPERATOR = Viewer.operator()
REGISTER, SURVEY = source(), source("south:survey")
ADA, BEN, CEM = (actor(REGISTER, key, name) for key, name in (("1", "Ada"), ("2", "Ben"), ("3", "Cem")))
ADA_TOO, EVE = actor(SURVEY, "1", "Ada!"), actor(SURVEY, "2", "Eve")
TIES = (tie("a", ADA, BEN, kind="funds"), tie("b", BEN, CEM, kind="knows"))
TIES_TOO = (tie("c", ADA_TOO, EVE), tie("d", EVE, ADA_TOO, kind="member_of"))
Picture = set[tuple[str, ...]]


@pytest.fixture
def store(neo4j_server: Neo4jServer | GivenServer, neo4j_driver: neo4j.Driver) -> Iterator[Neo4jStore]:
    server = neo4j_server
    neo4j_driver.execute_query("MATCH (n) DETACH DELETE n")  # constraints stay: to make them again takes seconds
    limits = Limits(page_seconds=60.0, batch_seconds=120.0)
    store = Neo4jStore(server.uri, user=server.user, password=server.password, kinds=Kinds.load(), limits=limits)
    load_source(store, REGISTER, (ADA, BEN, CEM), TIES)
    load_source(store, SURVEY, (ADA_TOO, EVE), TIES_TOO)
    yield store
    store.close()


def card(id_: str, *statements: ActorStatement, labels: tuple[str, ...] = ("Organization",)) -> ActorCard:
    names = tuple(one.record.names[0].value for one in statements)
    ids = tuple(one.id for one in statements)
    return ActorCard(ActorId(id_), names[0], "organization", (), labels, names, None, ids)


JOINED = [card("ada", ADA, ADA_TOO), card("ben", BEN), card("cem", CEM), card("eve", EVE)]
APART = [card("ada", ADA), card("ada too", ADA_TOO), card("ben", BEN), card("cem", CEM), card("eve", EVE)]


def ties(driver: neo4j.Driver) -> Picture:
    records, _, _ = driver.execute_query(
        "MATCH (a:Actor)-[t]->(b:Actor) RETURN a.id AS ego, type(t) AS tie, b.id AS alter"
    )
    return {(record["ego"], record["tie"], record["alter"]) for record in records}


def statements(driver: neo4j.Driver) -> Picture:
    records, _, _ = driver.execute_query("MATCH (s:Statement)-[:ABOUT]->(a:Actor) RETURN s.id AS id, a.id AS actor")
    return {(record["id"], record["actor"]) for record in records}


def count(driver: neo4j.Driver, label: str) -> Any:
    query: Any = f"MATCH (n:{label}) RETURN count(n) AS n"
    return driver.execute_query(query).records[0]["n"]


def test_a_statement_without_a_card_has_an_actor_of_its_own(store: Neo4jStore, neo4j_driver: neo4j.Driver) -> None:
    assert statements(neo4j_driver) == {(one.id, one.id) for one in (ADA, BEN, CEM, ADA_TOO, EVE)}
    assert ties(neo4j_driver) >= {(ADA.id, "FUNDS", BEN.id), (BEN.id, "KNOWS", CEM.id)}


def test_statements_of_one_card_share_an_actor_and_its_ties(store: Neo4jStore, neo4j_driver: neo4j.Driver) -> None:
    store.settle(JOINED)

    assert ties(neo4j_driver) == {
        ("ada", "FUNDS", "ben"),
        ("ben", "KNOWS", "cem"),
        ("ada", "WORKS_WITH", "eve"),
        ("eve", "MEMBER_OF", "ada"),
    }
    assert count(neo4j_driver, "Actor") == 4


def test_a_card_that_is_parted_takes_its_ties_with_it(store: Neo4jStore, neo4j_driver: neo4j.Driver) -> None:
    store.settle(JOINED)
    before = store.tie_columns(OPERATOR).ids, store.digest()

    store.settle(APART)

    assert ties(neo4j_driver) == {
        ("ada", "FUNDS", "ben"),
        ("ben", "KNOWS", "cem"),
        ("ada too", "WORKS_WITH", "eve"),
        ("eve", "MEMBER_OF", "ada too"),
    }
    assert (store.tie_columns(OPERATOR).ids, store.digest()) == before


def test_two_statements_with_a_tie_between_them_can_be_one_actor(store: Neo4jStore, neo4j_driver: neo4j.Driver) -> None:
    store.settle([card("one", ADA, BEN, ADA_TOO, EVE), card("cem", CEM)])

    assert ties(neo4j_driver) >= {("one", "FUNDS", "one"), ("one", "KNOWS", "cem"), ("one", "MEMBER_OF", "one")}
    assert len(store.ties_of(OPERATOR, [ADA.id], limit=9)) == 1


def test_what_has_not_changed_is_not_written(store: Neo4jStore, neo4j_driver: neo4j.Driver) -> None:
    store.settle(JOINED)
    moves = neo4j_driver.execute_query("MATCH (s:Store) RETURN s.moves").records[0][0]

    store.settle(JOINED)

    assert neo4j_driver.execute_query("MATCH (s:Store) RETURN s.moves").records[0][0] == moves


def test_labels_are_those_of_the_card(store: Neo4jStore, neo4j_driver: neo4j.Driver) -> None:
    store.settle([card("ada", ADA, ADA_TOO, labels=("Organization", "Funder")), *JOINED[1:]])
    store.settle([card("ada", ADA, ADA_TOO, labels=("PublicBody",)), *JOINED[1:]])

    labels = neo4j_driver.execute_query("MATCH (a:Actor {id: 'ada'}) RETURN labels(a) AS labels").records[0]["labels"]
    assert set(labels) == {"Actor", "PublicBody"}


def test_a_label_that_no_kind_has_is_refused(store: Neo4jStore) -> None:
    with pytest.raises(UnknownKind):
        store.settle([card("ada", ADA, labels=("Organization:Admin",))])


def test_a_retired_tie_becomes_a_node_and_can_come_back(store: Neo4jStore, neo4j_driver: neo4j.Driver) -> None:
    store.settle(JOINED)
    load_source(store, REGISTER, (), retired=[TIES[0].id, TIES[1].id, CEM.id])
    digest = store.digest()

    store.settle([one for one in JOINED if one.id != "cem"])

    assert (count(neo4j_driver, "RetiredTie"), store.digest()) == (2, digest)
    assert ("ada", "FUNDS", "ben") not in ties(neo4j_driver)
    assert count(neo4j_driver, "Actor") == 3
    undoing = store.begin(NewRun("undo", undoes=3), holder="test")
    store.publish(undoing, store.reverse(undoing, 3))
    store.settle(JOINED)
    assert ties(neo4j_driver) >= {("ada", "FUNDS", "ben"), ("ben", "KNOWS", "cem")}
    assert len(store.tie_columns(OPERATOR).ids) == 4


def test_a_staged_run_keeps_its_actors_and_can_be_taken_back(store: Neo4jStore, neo4j_driver: neo4j.Driver) -> None:
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    store.stage_actors(run, [actor_row(actor(REGISTER, "9", "Staged"))])

    store.settle(JOINED)
    while_staged = count(neo4j_driver, "Actor")
    store.roll_back(run)

    assert (while_staged, count(neo4j_driver, "Actor")) == (5, 4)


@pytest.mark.parametrize("stop_after", range(1, 12))
def test_settling_that_is_broken_off_is_finished_by_the_next(
    store: Neo4jStore, neo4j_driver: neo4j.Driver, monkeypatch: pytest.MonkeyPatch, stop_after: int
) -> None:
    """The link to the server fails at its n-th use; what is read meanwhile stays right."""
    load_source(store, REGISTER, (), retired=[TIES[0].id])
    seen = store.tie_columns(OPERATOR).ids, store.version(OPERATOR)
    monkeypatch.setattr(neo4j_settle, "CARDS", 2)
    write, left = store._link.write, [stop_after]

    def failing(work: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise StoreUnreachable
        return write(work)

    with monkeypatch.context() as patch:
        patch.setattr(store._link, "write", failing)
        with suppress(StoreUnreachable):
            store.settle(JOINED)
    in_between = store.tie_columns(OPERATOR).ids, store.version(OPERATOR)
    between = [len(store.ties_of(OPERATOR, [one.id], limit=9)) for one in (ADA_TOO, EVE, CEM)]
    store.settle(JOINED)

    assert (in_between, between) == (seen, [2, 2, 1])
    assert ties(neo4j_driver) == {("ben", "KNOWS", "cem"), ("ada", "WORKS_WITH", "eve"), ("eve", "MEMBER_OF", "ada")}
