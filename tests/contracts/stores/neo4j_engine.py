"""Neo4j under the store contract: one database, emptied for each fresh store; its constraints stay."""

from __future__ import annotations

import neo4j

from graphsvc.kinds import Kinds
from graphsvc.store.neo4j import Limits, Neo4jStore
from tests.contracts.stores.engines import Clock
from tests.neo4j.plugin import GivenServer
from tests.neo4j.server import Neo4jServer

# What a test loads is small; a machine with two cores that runs other tests too is slow.
LIMITS = Limits(page_seconds=30.0, batch_seconds=60.0)


class Neo4jEngine:
    """The stores of one server. Every `fresh` store is the same database, emptied."""

    name = "neo4j"

    def __init__(self, server: Neo4jServer | GivenServer, driver: neo4j.Driver, kinds: Kinds) -> None:
        self.clock = Clock()
        self._server = server
        self._driver = driver
        self._kinds = kinds
        self._given: list[Neo4jStore] = []

    def fresh(self) -> Neo4jStore:
        self.close()
        with self._driver.session() as session:  # another test may have left much
            session.run("MATCH ()-[t]->() CALL (t) { DELETE t } IN TRANSACTIONS OF 10000 ROWS").consume()
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        return self.again()

    def again(self) -> Neo4jStore:
        server = self._server
        store = Neo4jStore(
            server.uri,
            user=server.user,
            password=server.password,
            kinds=self._kinds,
            limits=LIMITS,
            clock=self.clock,
        )
        self._given.append(store)
        return store

    def close(self) -> None:
        for store in self._given:
            store.close()
        self._given.clear()
