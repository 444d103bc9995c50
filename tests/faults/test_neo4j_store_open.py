"""Neo4j servers that are not what the service expects: each is refused with a sentence and a way out, unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graphsvc.access import Viewer
from graphsvc.errors import GraphsvcError, StoreFull, StoreRefused, StoreTooNew, StoreUnreachable
from graphsvc.kinds import Kinds
from graphsvc.store.neo4j import Limits, Neo4jStore
from graphsvc.store.neo4j_errors import trouble
from graphsvc.store.protocol import FORMAT
from tests.faults.proxy import Proxy
from tests.neo4j.plugin import GivenServer
from tests.neo4j.server import Neo4jServer
from tests.networks import actor, load_source, source, tie

pytestmark = pytest.mark.neo4j
OPERATOR = Viewer.operator()
REGISTER = source()
ADA, BEN = actor(REGISTER, "1", "Ada"), actor(REGISTER, "2", "Ben")
LIMITS = Limits(page_seconds=60.0, batch_seconds=120.0)
OWN_KIND = """
[tie.made_up]
label = { en = "made up" }
inverse = { en = "made up" }
directed = true
walkable = true
chance = 0.5
half_life = 2.0
flow = false
two_mode = false
neo4j = "MADE_UP"
sensitivity = "public"
"""


@pytest.fixture
def server(neo4j_server: Neo4jServer | GivenServer, neo4j_driver: neo4j.Driver) -> Neo4jServer | GivenServer:
    neo4j_driver.execute_query("MATCH (n) DETACH DELETE n")
    return neo4j_server


@pytest.fixture
def store(server: Neo4jServer | GivenServer) -> Iterator[Neo4jStore]:
    found = store_at(server)
    yield found
    found.close()


def store_at(server: Any, kinds: Kinds | None = None, **given: Any) -> Neo4jStore:
    facts = {"user": server.user, "password": server.password, "limits": LIMITS} | given
    return Neo4jStore(facts.pop("uri", server.uri), kinds=kinds or Kinds.load(), **facts)


def test_a_wrong_password_is_said_and_not_tried_again_at_once(server: Neo4jServer | GivenServer) -> None:
    """The server locks out who tries too often; so after the first refusal nobody asks it for a while."""
    with Proxy(int(server.uri.rpartition(":")[2])) as proxy:
        store = store_at(server, uri=proxy.uri, password="not the password")
        for _ in range(8):
            with pytest.raises(StoreRefused, match="password"):
                store.info()
        asked = len(proxy._links)
        store.close()

    assert asked == 1
    right = store_at(server)
    assert right.info().published == 0
    right.close()


def test_a_database_of_somebody_else_is_refused_and_left_alone(
    server: Neo4jServer | GivenServer, store: Neo4jStore, neo4j_driver: neo4j.Driver
) -> None:
    neo4j_driver.execute_query("CREATE (:Person {name: 'Somebody'})-[:KNOWS]->(:Person {name: 'Else'})")

    with pytest.raises(StoreRefused, match="has not written") as refused:
        store.info()

    assert "database of its own" in refused.value.hint
    assert neo4j_driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] == 2


def test_a_store_of_a_newer_version_is_refused_and_left_alone(
    server: Neo4jServer | GivenServer, store: Neo4jStore, neo4j_driver: neo4j.Driver
) -> None:
    store.info()
    neo4j_driver.execute_query("MATCH (s:Store) SET s.format = $format", format=FORMAT + 1)

    other = store_at(server)
    for one in (other, store):
        with pytest.raises(StoreTooNew):
            one.version(OPERATOR)
    other.close()


def test_a_missing_constraint_is_made_before_anything_is_written(
    server: Neo4jServer | GivenServer, store: Neo4jStore, neo4j_driver: neo4j.Driver
) -> None:
    store.info()
    neo4j_driver.execute_query("DROP CONSTRAINT tie_row_FUNDS")

    other = store_at(server)
    other.info()
    other.close()

    there = neo4j_driver.execute_query("SHOW CONSTRAINTS YIELD name WHERE name = 'tie_row_FUNDS'").records
    assert len(there) == 1


def test_a_store_that_was_exchanged_under_the_service_is_noticed(store: Neo4jStore, neo4j_driver: neo4j.Driver) -> None:
    load_source(store, REGISTER, (ADA, BEN), (tie("a", ADA, BEN),))
    neo4j_driver.execute_query("MATCH (s:Store) SET s.store_id = 'another'")

    with pytest.raises(StoreRefused, match="another store"):
        store.tie_columns(OPERATOR)


def test_a_store_that_was_emptied_under_the_service_is_noticed(store: Neo4jStore, neo4j_driver: neo4j.Driver) -> None:
    load_source(store, REGISTER, (ADA,))
    neo4j_driver.execute_query("MATCH (n) DETACH DELETE n")

    with pytest.raises(StoreRefused):
        store.version(OPERATOR)


def test_ties_of_a_kind_that_the_installation_lost_are_not_passed_over(
    server: Neo4jServer | GivenServer, tmp_path: Path
) -> None:
    file = tmp_path / "kinds.toml"
    file.write_text(OWN_KIND, "utf-8")
    store = store_at(server, Kinds.load(file))
    load_source(store, REGISTER, (ADA, BEN), (tie("a", ADA, BEN, kind="made_up"),))
    store.close()

    without = store_at(server)
    with pytest.raises(StoreRefused, match="kinds") as refused:
        without.info()
    without.close()

    assert "GRAPHSVC_KINDS_FILE" in refused.value.hint
    again = store_at(server, Kinds.load(file))
    assert len(again.tie_columns(OPERATOR).ids) == 1
    again.close()


@pytest.mark.parametrize(
    ("code", "message", "meant", "is_tried_again"),
    [
        ("Neo.DatabaseError.Transaction.TransactionCommitFailed", "No space left on device", StoreFull, False),
        ("Neo.DatabaseError.General.UnknownError", "java.io.IOException: File too large", StoreFull, False),
        ("Neo.TransientError.General.DatabaseUnavailable", "", StoreUnreachable, True),
        ("Neo.ClientError.Transaction.TransactionTimedOut", "", StoreUnreachable, False),
        ("Neo.ClientError.Security.AuthenticationRateLimit", "", StoreRefused, False),
        ("Neo.ClientError.Security.CredentialsExpired", "", StoreRefused, False),
        ("Neo.DatabaseError.Statement.ExecutionFailed", "", StoreRefused, False),
        ("Neo.ClientError.Statement.SyntaxError", "", StoreRefused, False),
    ],
)
def test_what_the_server_says_has_a_meaning(
    code: str, message: str, meant: type[GraphsvcError], is_tried_again: bool
) -> None:
    error = neo4j.exceptions.Neo4jError._hydrate_neo4j(code=code, message=message)

    found = trouble(error)

    assert (type(found.error()), found.can_retry) == (meant, is_tried_again)
