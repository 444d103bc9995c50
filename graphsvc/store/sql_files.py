"""The SQL statements of the store: one file each in `graphsvc/store/sql`."""

from __future__ import annotations

import sqlite3
from functools import cache
from importlib.resources import files


@cache
def sql(name: str) -> str:
    """The statement `name`, with its header."""
    return files("graphsvc.store").joinpath("sql", f"{name}.sql").read_text("utf-8")


def single_statements(script: str) -> tuple[str, ...]:
    """The statements of `script` one by one, so that they can be run inside one transaction."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return tuple(statements)
