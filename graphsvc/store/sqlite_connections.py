"""Connections to one SQLite file: lent out, taken back, and their errors in our words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphsvc.errors import GraphsvcError, InvalidValue, StoreBusy, StoreFull, StoreRefused
from graphsvc.store.sql_files import sql

KEPT_OPEN = 8
KEPT_STATEMENTS = 256
OWNER_ONLY = 0o600

_WRITING_FAILED = (
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_DIR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
)


class Connections:
    """Connections to `path`, for any number of threads: each reader and writer has one of its own while it works.

    After a fork the child opens its own; those of the parent are left alone.
    """

    def __init__(
        self, path: Path, *, busy_seconds: float, connection_class: type[sqlite3.Connection] = sqlite3.Connection
    ) -> None:
        self._path = path
        self._busy_seconds = busy_seconds
        self._class = connection_class
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._process = os.getpid()
        self._is_closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one moment of the store until the end of the block."""
        with plain_errors(), self._lent() as connection:
            connection.execute(sql("begin_reading"))
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept if the block ends well, and none of them if not."""
        with plain_errors(), self._lent() as connection, connection:
            connection.execute(sql("begin_writing"))
            yield connection

    @contextmanager
    def outside_transactions(self) -> Iterator[sqlite3.Connection]:
        """A connection for what cannot be part of a transaction."""
        with plain_errors(), self._lent() as connection:
            yield connection

    def close(self) -> None:
        """Close what is idle now, and the rest as soon as it is given back."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        connection = self._take() or self._open()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _take(self) -> sqlite3.Connection | None:
        with self._lock:
            if self._process != os.getpid():
                self._idle, self._process = [], os.getpid()
            return self._idle.pop() if self._idle else None

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):  # closed below, which rolls back too
                connection.rollback()
        with self._lock:
            if not connection.in_transaction and not self._is_closed and len(self._idle) < KEPT_OPEN:
                self._idle.append(connection)
                return
        connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=self._busy_seconds,
            isolation_level=None,
            check_same_thread=False,
            factory=self._class,
            cached_statements=KEPT_STATEMENTS,
        )
        try:
            connection.executescript(sql("open_connection"))
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def make_file(path: Path) -> None:
    """Make the folder and an empty file that only its owner may read, where there is none yet."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=OWNER_ONLY, exist_ok=True)
    except OSError as error:
        raise StoreRefused(
            f"The store {path} cannot be made.", hint="Check that its folder may be written and the disk has space."
        ) from error


@contextmanager
def plain_errors() -> Iterator[None]:
    """Errors of SQLite inside the block become our own."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise not_text() from error
    except UnicodeDecodeError as error:  # what SQLite gives is text, unless the file is damaged
        raise _damaged() from error
    except sqlite3.DatabaseError as error:
        raise _translated(error) from error


def not_text() -> InvalidValue:
    """The error for a text that cannot be written as UTF-8."""
    return InvalidValue("A text holds half of a two-part character.", hint="Save the file as UTF-8 again.")


def _translated(error: sqlite3.DatabaseError) -> Exception:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # raised by Python's own module: a text that is none, or a wrong call
        return _damaged() if isinstance(error, sqlite3.OperationalError) else error
    if code in _WRITING_FAILED:
        return StoreFull("The disk that holds the store takes no more: it is full, or a limit is reached.")
    reasons: dict[int, GraphsvcError] = {
        sqlite3.SQLITE_FULL: StoreFull(),
        sqlite3.SQLITE_BUSY: StoreBusy("Another program is writing to the store."),
        sqlite3.SQLITE_LOCKED: StoreBusy("Another program is writing to the store."),
        sqlite3.SQLITE_NOTADB: _damaged(),
        sqlite3.SQLITE_CORRUPT: _damaged(),
        sqlite3.SQLITE_READONLY: _closed(),
        sqlite3.SQLITE_CANTOPEN: _closed(),
        sqlite3.SQLITE_PERM: _closed(),
        sqlite3.SQLITE_IOERR: StoreRefused("The disk that holds the store cannot be read.", hint="Check the disk."),
        sqlite3.SQLITE_TOOBIG: InvalidValue("A text is too long for the store."),
        sqlite3.SQLITE_CONSTRAINT: StoreRefused("What is to be written contradicts what the store holds."),
    }
    return reasons.get(code & 0xFF, error)


def _damaged() -> StoreRefused:
    return StoreRefused(
        "The file is not a store of graphsvc, or it is damaged.",
        hint="Nothing was changed. Check the path, or restore the last backup.",
    )


def _closed() -> StoreRefused:
    return StoreRefused(
        "The file of the store cannot be opened or written.", hint="Check its path, owner and permissions."
    )
