"""A Neo4j server that is killed while a run is written: what was acknowledged is there, and the run goes on."""

from __future__ import annotations

from typing import TypeVar

import pytest

from graphsvc.access import Viewer
from graphsvc.errors import StoreUnreachable
from graphsvc.kinds import Kinds
from graphsvc.store.neo4j import Limits, Neo4jStore
from graphsvc.store.protocol import NewRun
from graphsvc.store.rows import actor_row, tie_row
from tests.neo4j.server import Neo4jServer
from tests.networks import actor, load_source, source, tie

pytestmark = [pytest.mark.neo4j, pytest.mark.slow, pytest.mark.timeout(600)]
OPERATOR = Viewer.operator()
REGISTER = source()
ACTORS = [actor(REGISTER, str(number), f"Actor {number}") for number in range(60)]
TIES = [tie(str(number), ACTORS[number], ACTORS[number + 1]) for number in range(59)]
BATCH = 10
Item = TypeVar("Item")
LIMITS = Limits(page_seconds=60.0, batch_seconds=120.0)


def test_a_run_goes_on_after_kill_9_between_any_batches(own_neo4j_server: Neo4jServer) -> None:
    """The server dies after every sixth batch; the same batch again is then taken, and nothing twice."""
    server = own_neo4j_server
    store = opened(server)
    load_source(store, REGISTER, ACTORS[:5], TIES[:3])
    before = store.version(OPERATOR)
    run = store.begin(NewRun("import", source=REGISTER), holder="test")
    batches = [
        *((store.stage_actors, [actor_row(one) for one in part]) for part in parts(ACTORS)),
        *((store.stage_ties, [tie_row(one) for one in part]) for part in parts(TIES)),
    ]

    for number, (stage, rows) in enumerate(batches):
        assert stage(run, rows) == len(rows)
        if number % 6 == 0:
            server.kill()
            with pytest.raises(StoreUnreachable):
                stage(run, rows)
            server.start()
            assert store.version(OPERATOR) == before
            assert stage(run, rows) == len(rows)
    store.publish(run, {"new": len(ACTORS)})
    server.kill()  # right after "complete"
    server.start()

    assert [one.id for one in store.actor_statements(OPERATOR)] == sorted(one.id for one in ACTORS)
    assert store.tie_columns(OPERATOR).ids == tuple(sorted(one.id for one in TIES))
    digest = store.version(OPERATOR)
    load_source(store, REGISTER, ACTORS, TIES)
    assert store.version(OPERATOR) == digest
    store.close()


def test_a_run_that_nobody_goes_on_with_is_rolled_back_by_the_next(own_neo4j_server: Neo4jServer) -> None:
    server = own_neo4j_server
    server.empty()
    store = opened(server, lease_seconds=1.0)
    load_source(store, REGISTER, ACTORS[:5], TIES[:3])
    before = store.digest()
    run = store.begin(NewRun("import", source=REGISTER), holder="dies")
    store.stage_actors(run, [actor_row(one) for one in ACTORS])
    store.stage_ties(run, [tie_row(one) for one in TIES])
    server.kill()
    server.start()

    other = opened(server, lease_seconds=1.0)
    assert other.digest() == before
    second = other.begin(NewRun("import", source=REGISTER), holder="next", wait_seconds=60.0)

    with server.driver() as driver:
        left = driver.execute_query(
            "MATCH (s:StatementRow) WITH count(s) AS kept MATCH ()-[t]->() WHERE t.row IS NOT NULL "
            "RETURN kept, count(t) AS ties, max(t.born) AS born, COUNT { (:Batch) } AS batches"
        ).records[0]
    assert (second, left.values()) == (run + 1, [5, 3, 1, 0])
    store.close()
    other.close()


def opened(server: Neo4jServer, lease_seconds: float = 3600.0) -> Neo4jStore:
    limits = Limits(page_seconds=60.0, batch_seconds=120.0, lease_seconds=lease_seconds)
    return Neo4jStore(server.uri, user=server.user, password=server.password, kinds=Kinds.load(), limits=limits)


def parts(items: list[Item]) -> list[list[Item]]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
