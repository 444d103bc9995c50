"""Every test of this folder that takes `engine` or `store` runs once on each engine.

To join, an engine adds its name to ENGINES and offers a fixture `NAME_engine` that gives an `engines.Engine`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.store.protocol import GraphStore
from tests.contracts.stores.engines import Engine, SqliteEngine

ENGINES = (pytest.param("sqlite", id="sqlite"),)


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[SqliteEngine]:
    engine = SqliteEngine(tmp_path)
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
