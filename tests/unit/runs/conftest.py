from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graphsvc.store.protocol import GraphStore
from graphsvc.store.sqlite import SqliteStore

NewStore = Callable[[], GraphStore]


@pytest.fixture
def new_store(tmp_path: Path) -> Iterator[NewStore]:
    """Makes an empty SQLite store, a new one each time: hypothesis asks for one an example."""
    opened: list[GraphStore] = []

    def new() -> GraphStore:
        store = SqliteStore(tmp_path / f"store{len(opened)}.sqlite")
        opened.append(store)
        return store

    yield new
    for store in opened:
        store.close()


@pytest.fixture
def store(new_store: NewStore) -> GraphStore:
    return new_store()
