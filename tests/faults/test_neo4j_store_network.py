"""The Neo4j store on a network that falls silent, breaks, or loses the answer to a commit (drills D3 to D6)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import neo4j
import pytest

from graphsvc.access import Viewer
from graphsvc.errors import StoreUnreachable
from graphsvc.kinds import Kinds
from graphsvc.store.neo4j import Limits, Neo4jStore
from graphsvc.store.protocol import NewRun
from graphsvc.store.rows import actor_row, tie_row
from tests.faults.proxy import BOLT_COMMIT, Proxy
from tests.neo4j.plugin import GivenServer
from tests.neo4j.server import Neo4jServer, free_port
from tests.networks import actor, load_source, source, tie

pytestmark = pytest.mark.neo4j
OPERATOR = Viewer.operator()
REGISTER = source()
ACTORS = [actor(REGISTER, str(number), f"Actor {number}") for number in range(40)]
TIES = [tie(str(number), ACTORS[number], ACTORS[number + 1]) for number in range(39)]
PATIENT = Limits(page_seconds=30.0, batch_seconds=60.0)
DEADLINE_SECONDS = 2.0
HURRIED = replace(PATIENT, page_seconds=DEADLINE_SECONDS, batch_seconds=DEADLINE_SECONDS)


@pytest.fixture
def proxy(empty_neo4j: Neo4jServer | GivenServer) -> Iterator[Proxy]:
    with Proxy(int(empty_neo4j.uri.rpartition(":")[2])) as relay:
        yield relay


@pytest.fixture
def kinds() -> Kinds:
    return Kinds.load()


def store_at(uri: str, server: Neo4jServer | GivenServer, kinds: Kinds, limits: Limits = PATIENT) -> Neo4jStore:
    return Neo4jStore(uri, user=server.user, password=server.password, kinds=kinds, limits=limits)


def store_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("graphsvc-neo4j")]


def test_an_absent_server_is_said_within_five_seconds(kinds: Kinds) -> None:
    store = Neo4jStore(f"bolt://127.0.0.1:{free_port()}", user="neo4j", password="any", kinds=kinds)
    begun = time.monotonic()

    with pytest.raises(StoreUnreachable):
        store.begin(NewRun("import", source=REGISTER), holder="test")

    assert time.monotonic() - begun < 5.0
    store.close()


def test_a_silent_network_frees_the_caller_at_the_deadline_and_comes_back(
    proxy: Proxy, empty_neo4j: Neo4jServer | GivenServer, kinds: Kinds
) -> None:
    store = store_at(proxy.uri, empty_neo4j, kinds)
    load_source(store, REGISTER, ACTORS, TIES)
    store._unprepared.limits = HURRIED  # the first statements of a server that is cold take longer than this
    proxy.silence()
    begun = time.monotonic()

    with pytest.raises(StoreUnreachable):
        store.version(OPERATOR)

    assert time.monotonic() - begun < DEADLINE_SECONDS + 1.0
    proxy.silence(False)
    store._unprepared.limits = PATIENT
    assert len(store.tie_columns(OPERATOR).ids) == len(TIES)
    store.close()


def test_two_hundred_reads_of_a_silent_server_leave_no_thread_behind(
    proxy: Proxy, empty_neo4j: Neo4jServer | GivenServer, kinds: Kinds
) -> None:
    store = store_at(proxy.uri, empty_neo4j, kinds)
    load_source(store, REGISTER, ACTORS, TIES)
    store._unprepared.limits = replace(PATIENT, page_seconds=0.05)
    proxy.silence()

    for _ in range(200):
        with pytest.raises(StoreUnreachable):
            store.version(OPERATOR)

    until = time.monotonic() + 60.0  # 200 connections are given up one by one
    while store_threads() and time.monotonic() < until:
        time.sleep(0.05)
    assert store_threads() == []
    proxy.silence(False)
    store._unprepared.limits = PATIENT
    assert len(store.sources(OPERATOR)) == 1
    store.close()


def test_a_connection_whose_buffer_is_in_use_is_closed_too(
    proxy: Proxy, empty_neo4j: Neo4jServer | GivenServer, kinds: Kinds
) -> None:
    """The thread that waits may be in the middle of the driver's buffer, which then takes no word of goodbye."""
    store = store_at(proxy.uri, empty_neo4j, kinds)
    load_source(store, REGISTER, ACTORS, TIES)
    store.version(OPERATOR)
    driver, _ = store._unprepared._open()
    (connection,) = next(iter(driver._pool.connections.values()))
    store._unprepared.limits = replace(PATIENT, page_seconds=1.0)
    proxy.silence()

    with ThreadPoolExecutor(1) as asking:
        refused = asking.submit(store.version, OPERATOR)
        time.sleep(0.5)
        assert connection.in_use
        with memoryview(connection.outbox._chunked_data), pytest.raises(StoreUnreachable):
            refused.result()
        until = time.monotonic() + 10.0
        while store_threads() and time.monotonic() < until:
            time.sleep(0.05)

    assert (store_threads(), connection.closed()) == ([], True)
    proxy.silence(False)
    store.close()


def test_a_connection_that_is_reset_is_opened_again(
    proxy: Proxy, empty_neo4j: Neo4jServer | GivenServer, kinds: Kinds
) -> None:
    store = store_at(proxy.uri, empty_neo4j, kinds)
    load_source(store, REGISTER, ACTORS, TIES)

    found = []
    for _ in range(10):
        proxy.reset()
        found.append(len(store.tie_columns(OPERATOR).ids))

    assert found == [len(TIES)] * 10
    store.close()


@pytest.mark.parametrize("batch", [1, 7, 40])
def test_a_lost_answer_to_a_commit_is_read_again_and_never_guessed(
    proxy: Proxy, empty_neo4j: Neo4jServer | GivenServer, kinds: Kinds, batch: int
) -> None:
    """Every second commit loses its answer: so each unit of work does once, the lock and the publication too."""
    store = store_at(proxy.uri, empty_neo4j, kinds)
    store.info()

    proxy.cut_on = BOLT_COMMIT
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    for start in range(0, len(ACTORS), batch):
        rows = [actor_row(one) for one in ACTORS[start : start + batch]]
        assert store.stage_actors(run, rows) == len(rows)
    assert store.stage_ties(run, [tie_row(one) for one in TIES]) == len(TIES)
    store.publish(run, {"new": len(ACTORS) + len(TIES)})
    proxy.cut_on = None

    straight = store_at(empty_neo4j.uri, empty_neo4j, kinds)
    assert (proxy.cuts >= 5, run) == (True, 1)
    assert len(list(straight.actor_statements(OPERATOR))) == len(ACTORS)
    assert len(straight.tie_columns(OPERATOR).ids) == len(TIES)
    digest = straight.version(OPERATOR)
    with neo4j.GraphDatabase.driver(empty_neo4j.uri, auth=(empty_neo4j.user, empty_neo4j.password)) as driver:
        kept = driver.execute_query("MATCH (s:StatementRow) RETURN count(s) AS rows").records[0]["rows"]
        relations = driver.execute_query("MATCH ()-[t:WORKS_WITH]->() RETURN count(t) AS rows").records[0]["rows"]
    assert (kept, relations) == (len(ACTORS), len(TIES))
    load_source(straight, REGISTER, ACTORS, TIES)
    assert straight.version(OPERATOR) == digest
    store.close()
    straight.close()
