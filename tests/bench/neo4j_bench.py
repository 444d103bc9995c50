"""The Neo4j store against a bare `UNWIND ... MERGE` by the driver: the same rows, properties, constraint, batches."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import neo4j

from graphsvc.access import Viewer
from graphsvc.kinds import Kinds
from graphsvc.store.digest import Life
from graphsvc.store.neo4j import Limits, Neo4jStore
from graphsvc.store.neo4j_rows import tie_properties
from graphsvc.store.protocol import FAR_FUTURE, NewRun
from graphsvc.store.rows import ActorRow, TieRow, actor_row, tie_row
from tests.bench.stores_bench import ACTORS, BATCH_ROWS, KINDS, REGISTER, TIES, _statements
from tests.bench.table import Row, Target, best_of, timed
from tests.neo4j.plugin import GivenServer
from tests.neo4j.server import Neo4jServer

OPERATOR = Viewer.operator()
TRIES = 3
LIMITS = Limits(page_seconds=60.0, batch_seconds=120.0)
BARE_CONSTRAINT = "CREATE CONSTRAINT bare_%s IF NOT EXISTS FOR ()-[t:BARE_%s]-() REQUIRE t.row IS UNIQUE"
BARE = """
UNWIND $rows AS row
MATCH (ego:BareActor {id: row.ego})
MATCH (alter:BareActor {id: row.alter})
MERGE (ego)-[t:BARE_%s {row: row.row}]->(alter)
SET t += row
RETURN count(t) AS written
"""


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured; about three minutes on two cores, the start of a server included."""
    actors, statements = _statements(TIES)
    people = sorted(map(actor_row, actors), key=lambda row: row.id)
    ties = sorted(map(tie_row, statements), key=lambda row: row.id)
    del actors, statements
    kinds = Kinds.load()
    with _server() as server, server.driver() as driver:
        store = Neo4jStore(server.uri, user=server.user, password=server.password, kinds=kinds, limits=LIMITS)
        try:
            yield from _writing(store, driver, people, ties)
            yield from _reading(store, people)
        finally:
            store.close()


def _writing(
    store: Neo4jStore, driver: neo4j.Driver, people: Sequence[ActorRow], ties: Sequence[TieRow]
) -> Iterator[Row]:
    staging = timed(lambda: _stage(store, store.stage_actors, people))
    yield Row(f"stage and publish {ACTORS:,} actors, Neo4j", staging, "", None)
    _prepare_bare(driver, people)
    # Both take turns, so that a server that warms up, or a neighbour on the machine, favours neither.
    ours, peer = [], []
    for number in range(TRIES):
        peer.append(timed(lambda: _bare(driver, ties)))
        _delete(driver, [f"BARE_{kind.upper()}" for kind in KINDS])
        ours.append(timed(lambda: _stage(store, store.stage_ties, ties)))
        if number < TRIES - 1:
            _forget_ties(store, driver)
    what, name = f"stage and publish {TIES:,} ties, Neo4j", "bare UNWIND MERGE of the same rows and batches"
    yield Row(what, min(ours), name, min(peer), Target.AT_MOST, 1.25)


def _reading(store: Neo4jStore, people: Sequence[ActorRow]) -> Iterator[Row]:
    some = [row.id for row in people[:60]]
    columns = best_of(3, lambda: store.tie_columns(OPERATOR))
    yield Row(f"columns of {TIES:,} ties, Neo4j", columns, "", None)
    yield Row("version for a viewer, Neo4j", best_of(20, lambda: store.version(OPERATOR)), "", None)
    two_words = best_of(20, lambda: store.search(OPERATOR, "actor 12", limit=20))
    yield Row("search for two words, Neo4j", two_words, "", None)
    yield Row("search for one letter, Neo4j", best_of(5, lambda: store.search(OPERATOR, "a", limit=20)), "", None)
    of_some = best_of(20, lambda: store.ties_of(OPERATOR, some, limit=1_000))
    yield Row("ties of 60 actors, Neo4j", of_some, "", None)


def _stage(store: Neo4jStore, stage: Callable[[Any, Any], int], sent: Sequence[Any]) -> None:
    run = store.begin(NewRun("import", source=REGISTER), holder="bench")
    for start in range(0, len(sent), BATCH_ROWS):
        stage(run, sent[start : start + BATCH_ROWS])
    store.publish(run, {"new": len(sent)})


def _forget_ties(store: Neo4jStore, driver: neo4j.Driver) -> None:
    """As if the ties had never been: the next try writes the same rows into the same empty place."""
    _delete(driver, list(store._statements.types))
    driver.execute_query("MATCH (p:Stamp) DELETE p")


def _prepare_bare(driver: neo4j.Driver, people: Sequence[ActorRow]) -> None:
    driver.execute_query("CREATE CONSTRAINT bare_actor IF NOT EXISTS FOR (a:BareActor) REQUIRE a.id IS UNIQUE")
    for kind in KINDS:
        driver.execute_query(BARE_CONSTRAINT % (kind, kind.upper()))
    for start in range(0, len(people), BATCH_ROWS):
        ids = [row.id for row in people[start : start + BATCH_ROWS]]
        driver.execute_query("UNWIND $ids AS id MERGE (:BareActor {id: id})", ids=ids)


def _bare(driver: neo4j.Driver, ties: Sequence[TieRow]) -> None:
    """The same batches of the same properties, each kind in a statement of its own as types must be."""
    life = Life(1, FAR_FUTURE, 1)
    for start in range(0, len(ties), BATCH_ROWS):
        by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in ties[start : start + BATCH_ROWS]:
            by_kind[row.kind].append(tie_properties(row, life))

        def write(transaction: neo4j.ManagedTransaction, by_kind: dict[str, list[dict[str, Any]]] = by_kind) -> None:
            for kind, sent in by_kind.items():
                transaction.run(BARE % kind.upper(), rows=sent).consume()

        with driver.session() as session:
            session.execute_write(write)


def _delete(driver: neo4j.Driver, types: Sequence[str]) -> None:
    with driver.session() as session:
        session.run(
            "MATCH ()-[t]->() WHERE type(t) IN $types CALL (t) { DELETE t } IN TRANSACTIONS OF 10000 ROWS", types=types
        ).consume()


@contextmanager
def _server() -> Iterator[Neo4jServer | GivenServer]:
    """The server named by NEO4J_URI, emptied, or one of its own in a folder that is thrown away."""
    uri = os.environ.get("NEO4J_URI")
    if uri:
        given = GivenServer(uri, os.environ.get("NEO4J_USER", "neo4j"), os.environ["NEO4J_PASSWORD"])
        given.empty()
        yield given
        return
    with (
        tempfile.TemporaryDirectory(prefix="graphsvc-bench-") as folder,
        Neo4jServer(Path(folder), is_measured=True) as server,
    ):
        yield server


if __name__ == "__main__":
    for row in rows():
        print(" | ".join(row.cells()), flush=True)
