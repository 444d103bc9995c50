"""Every test of this folder that takes `engine` or `store` runs once on each engine.

To join, an engine adds its name to ENGINES and offers a fixture `NAME_engine` that gives an `engines.Engine`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from graphsvc.kinds import Kinds
from graphsvc.store.protocol import GraphStore
from tests.contracts.stores.engines import Engine, SqliteEngine
from tests.contracts.stores.neo4j_engine import Neo4jEngine
from tests.neo4j.plugin import GivenServer
from tests.neo4j.server import Neo4jServer

ENGINES = (
    pytest.param("sqlite", id="sqlite"),
    pytest.param("neo4j", id="neo4j", marks=pytest.mark.neo4j),
)


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[SqliteEngine]:
    engine = SqliteEngine(tmp_path)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def all_kinds() -> Kinds:
    return Kinds.load()


@pytest.fixture
def neo4j_engine(
    neo4j_server: Neo4jServer | GivenServer, neo4j_driver: neo4j.Driver, all_kinds: Kinds
) -> Iterator[Neo4jEngine]:
    engine = Neo4jEngine(neo4j_server, neo4j_driver, all_kinds)
    yield engine
    engine.close()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine under test, without a store yet: `engine.fresh()` gives one, as often as a property needs it."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture
def store(engine: Engine) -> GraphStore:
    """An empty store of each engine."""
    return engine.fresh()
