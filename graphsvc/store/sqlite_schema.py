"""The format of a SQLite store: made new, brought up to date, or refused."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Sequence

from graphsvc.errors import StoreRefused, StoreTooNew
from graphsvc.store.protocol import FORMAT
from graphsvc.store.sql_files import single_statements, sql

APPLICATION_ID = int.from_bytes(b"gsvc", "big")
WAL_TRIES, WAIT_SECONDS = 100, 0.05


def shipped_steps() -> tuple[str, ...]:
    """The scripts that lead from an empty file to the present format; number n makes format n out of n - 1."""
    return tuple(sql(f"migrate_{number}") for number in range(1, FORMAT + 1))


def prepare(connection: sqlite3.Connection, steps: Sequence[str]) -> None:
    """Bring the file to the last of `steps`, all or nothing. Another program may be doing the same.

    Raises:
        StoreTooNew: the file has a later format.
        StoreRefused: the file is a database of another program.
    """
    with connection:
        connection.execute(sql("begin_reading"))
        found = _format(connection, len(steps))
    if found == len(steps):
        return
    _use_wal(connection)
    with connection:
        connection.execute(sql("begin_writing"))
        found = _format(connection, len(steps))
        for number, step in enumerate(steps[found:], start=found + 1):
            for statement in single_statements(step):
                connection.execute(statement)
            if _value(connection, "user_version") != number:
                raise StoreRefused(f"Step {number} of the store's format does not say its number.")
        if found == 0:
            connection.execute(sql("make_store"), {"store_id": secrets.token_hex(8)})


def _use_wal(connection: sqlite3.Connection) -> None:
    """SQLite does not wait here for another program that does the same, so this does."""
    for tries_left in range(WAL_TRIES, -1, -1):
        try:
            if _value(connection, "journal_mode") != "wal":
                connection.execute(sql("use_wal"))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not tries_left:
                raise
            time.sleep(WAIT_SECONDS)
        else:
            return


def _format(connection: sqlite3.Connection, newest: int) -> int:
    owner, found = _value(connection, "application_id"), int(_value(connection, "user_version"))
    is_new = owner == 0 and found == 0 and _value(connection, "count_tables") == 0
    if not is_new and owner != APPLICATION_ID:
        raise StoreRefused(
            "The file belongs to another program.", hint="Nothing was changed. Choose another folder for the store."
        )
    if found > newest:
        raise StoreTooNew
    return found


def _value(connection: sqlite3.Connection, statement: str) -> int | str:
    value: int | str = connection.execute(sql(statement)).fetchone()[0]
    return value
