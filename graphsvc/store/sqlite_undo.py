"""Staging the exact inverse of a published run of a SQLite store."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from graphsvc.errors import InvalidValue, RunNotUndoable
from graphsvc.model.statements import RunState
from graphsvc.store.protocol import FAR_FUTURE
from graphsvc.store.sql_files import sql
from graphsvc.store.sqlite_runs import forget_staged, refuse_loose_ties, run_of_number

_SORTS = ("actors", "ties", "decisions")
# Facts before: what comes back is written first, and what it replaces is retired only where something came back.
_STEPS = (
    "retire_actors_of_run",
    "restore_actors",
    "restore_actor_texts",
    "retire_ties_of_run",
    "restore_ties",
    "restore_tie_texts",
    "retire_decisions_of_run",
    "restore_decisions",
    "restore_facts",
    "retire_facts_of_run",
)


def reverse(connection: sqlite3.Connection, run: int, target: int) -> Mapping[str, int]:
    """See `GraphStore.reverse`."""
    found = run_of_number(connection, target)
    if found is None or found.state is not RunState.PUBLISHED:
        raise RunNotUndoable(
            f"Run {target} is not a published run.", hint="`graphsvc runs` lists those that can be taken back."
        )
    forget_staged(connection, run)
    numbers = {"run": run, "target": target, "far": FAR_FUTURE}
    for sort in _SORTS:
        if connection.execute(sql(f"{sort}_changed_since"), numbers).fetchone() is not None:
            raise _changed_since(target)
    for step in _STEPS:
        connection.execute(sql(step), numbers)
    _restore_names(connection, numbers)
    _refuse_loose_ties(connection, run, target)
    turned = [connection.execute(sql(f"{sort}_turned_back"), numbers).fetchone() for sort in _SORTS]
    new, changed, retired = (sum(column) for column in zip(*turned, strict=True))
    return {"new": new, "changed": changed, "retired": retired}


def _restore_names(connection: sqlite3.Connection, numbers: Mapping[str, int]) -> None:
    last: int = connection.execute(sql("last_name")).fetchone()[0]
    connection.execute(sql("restore_actor_names"), numbers)
    connection.execute(sql("index_names"), {"after": last})


def _refuse_loose_ties(connection: sqlite3.Connection, run: int, target: int) -> None:
    if connection.execute(sql("loose_ties_of_run"), {"run": run, "far": FAR_FUTURE}).fetchone() is not None:
        raise _changed_since(target)
    try:
        refuse_loose_ties(connection, run)
    except InvalidValue as error:
        raise _changed_since(target) from error


def _changed_since(target: int) -> RunNotUndoable:
    return RunNotUndoable(
        f"Later runs have changed what run {target} wrote, or rest on it.", hint="Take back the later runs first."
    )
