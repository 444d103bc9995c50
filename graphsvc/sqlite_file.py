"""One small SQLite file beside the network (accounts, introductions), so that a reader of the network never holds it.

Its statements are files in `sql/` of the package that uses it; `schema` makes what is not there yet.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from graphsvc.errors import StoreBusy, StoreFull, StoreRefused, StoreTooNew, StoreUnreachable

BUSY_SECONDS = 5.0
OWNER_ONLY = 0o600
_UNUSABLE, _CHECK = "A file of the service cannot be opened or used.", "Check the data folder."
_DAMAGED = "A file of the service is damaged, or no file of graphsvc."
_BRING_BACK = "Nothing was changed. Bring back the copy of your last backup."


class SqliteFile:
    """One connection, shared by the threads of a process under a lock. Each use is one transaction.

    Args:
        path: where; file and folder are made where they are not there, for their owner only.
        package: whose `sql/<name>.sql` are the statements, `schema` among them; that one may be run again.
        newest_format: the format that `schema` makes; written into the file as its `user_version`.

    Raises:
        StoreUnreachable, StoreBusy, StoreFull, StoreRefused: the file cannot be opened, is held by another program for
            more than five seconds, its disk is full, or it is damaged. So does each method.
        StoreTooNew: a newer version of the program wrote it.
    """

    def __init__(self, path: Path, package: str, *, newest_format: int = 1) -> None:
        self._lock = threading.RLock()
        self._package = package
        self._name = path.name
        self._statements: dict[str, str] = {}
        with self._as_ours():
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_WRONLY, OWNER_ONLY))
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
            )
            try:
                self._prepare(newest_format)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, newest_format: int) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA secure_delete = ON")
        (found,) = self._connection.execute("PRAGMA user_version").fetchone()
        if found > newest_format:
            raise StoreTooNew
        if found < newest_format:
            self._connection.executescript(self.text("schema"))
            self._connection.execute(f"PRAGMA user_version = {newest_format:d}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside, or nothing of it. May be nested: the outermost decides."""
        with self._lock, self._as_ours():
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def rows(self, statement: str, **parameters: object) -> list[tuple[Any, ...]]:
        """What the statement of that name gives."""
        with self._lock, self._as_ours():
            return self._connection.execute(self.text(statement), parameters).fetchall()

    def row(self, statement: str, **parameters: object) -> tuple[Any, ...] | None:
        """The first row that the statement gives; None when there is none."""
        rows = self.rows(statement, **parameters)
        return rows[0] if rows else None

    def mark(self) -> tuple[int, int]:
        """A token that is another one after anybody, here or in another process, has changed the file."""
        with self._lock, self._as_ours():
            (elsewhere,) = self._connection.execute("PRAGMA data_version").fetchone()
            return int(elsewhere), self._connection.total_changes

    def copy_to(self, path: Path) -> None:
        """Write what the file holds at this moment to `path`, for its owner only; others may go on using it.

        Raises:
            StoreRefused: there is a file at `path` already.
        """
        with self._lock, self._as_ours():
            try:
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
            except FileExistsError as error:
                raise StoreRefused(f"{path.name} is there already.", hint="Choose another name.") from error
            with closing(sqlite3.connect(path)) as copy:
                self._connection.backup(copy)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def text(self, name: str) -> str:
        """The statement kept in `sql/<name>.sql` of the package."""
        held = self._statements.get(name)
        if held is None:
            held = files(self._package).joinpath("sql", f"{name}.sql").read_text("utf-8")
            self._statements[name] = held
        return held

    @contextmanager
    def _as_ours(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "full" in str(error):
                raise StoreFull from error
            if "locked" in str(error) or "busy" in str(error):
                raise StoreBusy from error
            raise StoreUnreachable(_UNUSABLE, hint=_CHECK, value=self._name) from error
        except sqlite3.IntegrityError:
            raise  # whoever wrote knows what it means
        except sqlite3.DatabaseError as error:
            raise StoreRefused(_DAMAGED, hint=_BRING_BACK, value=self._name) from error
        except OSError as error:
            raise StoreUnreachable(_UNUSABLE, hint=_CHECK, value=self._name) from error
