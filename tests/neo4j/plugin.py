"""Fixtures for tests against Neo4j: one server for the whole session, or one of its own for a test that kills it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest

from tests.neo4j.server import Neo4jServer, empty


@dataclass(frozen=True)
class GivenServer:
    """A server that somebody else runs, named by NEO4J_URI; tests empty its database."""

    uri: str
    user: str
    password: str

    def driver(self) -> neo4j.Driver:
        """A new driver, to be closed by the caller."""
        return neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password))

    def empty(self) -> None:
        """Take out everything: data, constraints, indexes."""
        with self.driver() as driver:
            empty(driver)


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer | GivenServer]:
    """The server of the session: `uri`, `user`, `password`, `driver()`, `empty()`. Never killed; tests empty it."""
    uri = os.environ.get("NEO4J_URI")
    if uri:
        yield GivenServer(uri, os.environ.get("NEO4J_USER", "neo4j"), os.environ["NEO4J_PASSWORD"])
        return
    with Neo4jServer(tmp_path_factory.mktemp("neo4j")) as server:
        yield server


@pytest.fixture(scope="session")
def neo4j_driver(neo4j_server: Neo4jServer | GivenServer) -> Iterator[neo4j.Driver]:
    """One driver for the session: a new one for each test is slow."""
    with neo4j_server.driver() as driver:
        yield driver


@pytest.fixture
def empty_neo4j(neo4j_server: Neo4jServer | GivenServer, neo4j_driver: neo4j.Driver) -> Neo4jServer | GivenServer:
    """The server of the session with nothing in it: no data, no constraint, no index."""
    empty(neo4j_driver)
    return neo4j_server


@pytest.fixture(scope="session")
def neo4j_server_to_kill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A second server. Tests ask for `own_neo4j_server`."""
    with Neo4jServer(tmp_path_factory.mktemp("own-neo4j")) as server:
        yield server


@pytest.fixture(scope="module")
def own_neo4j_server(neo4j_server_to_kill: Neo4jServer) -> Neo4jServer:
    """A server for the tests of one module that stop, kill or restart it; it runs and is empty when they begin."""
    if not neo4j_server_to_kill.is_running:
        neo4j_server_to_kill.start()
    neo4j_server_to_kill.empty()
    return neo4j_server_to_kill


@pytest.fixture
def neo4j_home(tmp_path: Path) -> Path:
    """A folder for a server that a test starts itself."""
    return tmp_path / "neo4j"
