"""The engines that the store contract runs on, and the clock that tests give them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from graphsvc.store.protocol import GraphStore
from graphsvc.store.sqlite import SqliteStore

SECONDS_OF_A_LEASE = 60


class Clock:
    """A clock that moves when a test says so."""

    def __init__(self) -> None:
        self.now = datetime(2024, 1, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Engine(Protocol):
    """One engine under test. Its stores take the time from `clock`."""

    name: str
    clock: Clock

    def fresh(self) -> GraphStore:
        """An empty store. Stores given before must not be used any more (an engine may have room for one only)."""

    def again(self) -> GraphStore:
        """Another store object over the data of the last fresh one, as after a restart of the program."""

    def close(self) -> None:
        """Close every store given."""


class SqliteEngine:
    """SQLite: each fresh store is a file of its own in `folder`."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self._folder = folder
        self._count = 0
        self._given: list[SqliteStore] = []

    @property
    def path(self) -> Path:
        """The file of the last fresh store."""
        return self._folder / f"store-{self._count}.sqlite"

    def fresh(self) -> SqliteStore:
        self.close()
        self._count += 1
        return self.again()

    def again(self) -> SqliteStore:
        self._given.append(SqliteStore(self.path, clock=self.clock))
        return self._given[-1]

    def close(self) -> None:
        for store in self._given:
            store.close()
        self._given.clear()
