"""The accounts file: one SQLite database of its own, so that a backup or a reader of the network never holds it."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from graphsvc.errors import StoreBusy, StoreFull, StoreUnreachable

BUSY_SECONDS = 5.0
OWNER_ONLY = 0o600


class Database:
    """One connection, shared by the threads of a process under a lock. Each use is one transaction.

    Raises:
        StoreUnreachable, StoreBusy, StoreFull: the file cannot be opened, is held by another program for more than
            five seconds, or its disk is full.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._statements: dict[str, str] = {}
        with _as_ours():
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_WRONLY, OWNER_ONLY))
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.executescript(statement_text("schema"))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside, or nothing of it. May be nested: the outermost decides."""
        with self._lock, _as_ours():
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, statement: str, **parameters: object) -> list[tuple[Any, ...]]:
        """What the statement of that name gives."""
        with self._lock, _as_ours():
            text = self._statements.get(statement) or statement_text(statement)
            self._statements[statement] = text
            return self._connection.execute(text, parameters).fetchall()

    def row(self, statement: str, **parameters: object) -> tuple[Any, ...] | None:
        """The first row that the statement gives; None when there is none."""
        rows = self.rows(statement, **parameters)
        return rows[0] if rows else None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()


def statement_text(name: str) -> str:
    """The statement kept in `sql/<name>.sql`."""
    return files("web.accounts").joinpath("sql", f"{name}.sql").read_text("utf-8")


@contextmanager
def _as_ours() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise StoreFull from error
        if "locked" in str(error) or "busy" in str(error):
            raise StoreBusy from error
        raise StoreUnreachable("The accounts file cannot be used.", hint="Check the data folder.") from error
    except OSError as error:
        raise StoreUnreachable("The accounts file cannot be opened.", hint="Check the data folder.") from error
