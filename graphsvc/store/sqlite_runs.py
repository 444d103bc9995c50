"""Runs of a SQLite store: the lock, begin, publish, roll back."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from graphsvc.errors import InvalidValue, StoreBusy
from graphsvc.model.statements import Run, RunNumber, RunState, Source
from graphsvc.store.digest import source_values
from graphsvc.store.protocol import FAR_FUTURE, NewRun
from graphsvc.store.sql_files import sql
from graphsvc.store.sqlite_reading import published, run_row_of
from graphsvc.store.sqlite_stamps import Changes, apply
from graphsvc.store.stamps import source_hash

LEASE_SECONDS = 60

_REVIVED = ("revive_actor", "revive_tie", "revive_decision")
_DROPPED = ("unindex_staged", "drop_staged_ties", "drop_staged_actors", "drop_staged_decisions")


# -- the lock


def take_lock(connection: sqlite3.Connection, run: int, holder: str, now: datetime) -> None:
    """Take the lock for `run`; who had it before was checked by `refuse_if_held`."""
    values = {
        "run": run,
        "holder": holder,
        "host": socket.gethostname(),
        "process": os.getpid(),
        "until": now.timestamp() + LEASE_SECONDS,
    }
    connection.execute(sql("take_lock"), values)


def refuse_if_held(connection: sqlite3.Connection, now: datetime) -> None:
    """Raise StoreBusy if somebody's lease is alive; a dead process of this machine holds nothing."""
    row = connection.execute(sql("lock")).fetchone()
    if row is None:
        return
    run, holder, host, process, until, since = row
    is_gone = host == socket.gethostname() and not _is_alive(process)
    if now.timestamp() < until and not is_gone:
        started = datetime.fromisoformat(since).strftime("%Y-%m-%d %H:%M:%S UTC")
        raise StoreBusy(f"Run {run} of {holder} is under way (it began {started}).")


def check_lock(connection: sqlite3.Connection, run: int) -> None:
    """Raise StoreBusy if the lock is not (or no longer) that of `run`."""
    row = connection.execute(sql("lock")).fetchone()
    if row is None or row[0] != run:
        raise StoreBusy(
            f"Run {run} has lost the lock of the store.", hint="Nothing of it was kept. Run the same command again."
        )


def keep_lock(connection: sqlite3.Connection, run: int, now: datetime) -> None:
    """See `GraphStore.keep_lock`."""
    check_lock(connection, run)
    connection.execute(sql("keep_lock"), {"run": run, "until": now.timestamp() + LEASE_SECONDS})


# -- runs


def begin(connection: sqlite3.Connection, new: NewRun, holder: str, now: datetime) -> RunNumber:
    """See `GraphStore.begin`. Raises StoreBusy at once; waiting is the caller's."""
    refuse_if_held(connection, now)
    for (unfinished,) in connection.execute(sql("loading_runs")).fetchall():
        roll_back(connection, unfinished, now)
    number: int = connection.execute(sql("next_run")).fetchone()[0]
    source, collection = _of_what(connection, new)
    values = {
        "number": number,
        "what": new.what,
        "state": RunState.LOADING.value,
        "started_at": now.isoformat(),
        "account": new.account,
        "importer": new.importer,
        "source": source,
        "collection": collection,
        "files": orjson.dumps(new.files).decode(),
        "undoes": new.undoes,
    }
    connection.execute(sql("add_run"), values)
    take_lock(connection, number, holder, now)
    if new.source is not None:
        _stage_facts(connection, number, new.source)
    return RunNumber(number)


def run_of_number(connection: sqlite3.Connection, number: int) -> Run | None:
    """The run with this number, None if there is none."""
    row = connection.execute(sql("run"), {"number": number}).fetchone()
    return None if row is None else run_row_of(row)[0]


def publish(
    connection: sqlite3.Connection, run: RunNumber, counts: Mapping[str, int], changes: Changes, now: datetime
) -> Run:
    """Move the watermark to `run`; `changes` are what it does to the stamps. Returns the run as it is then."""
    check_lock(connection, run)
    refuse_loose_ties(connection, run)
    connection.execute(sql("set_published"), {"run": run})
    apply(connection, changes, run)
    connection.execute(sql("count_run"), {"number": run, "counts": orjson.dumps(dict(counts)).decode()})
    _end(connection, run, RunState.PUBLISHED, now)
    this, _ = run_row_of(connection.execute(sql("run"), {"number": run}).fetchone())
    if this.undoes is not None:
        _mark_undone(connection, this.undoes)
    return this


def refuse_loose_ties(connection: sqlite3.Connection, run: int) -> None:
    """Raise InvalidValue if publishing `run` would leave a live tie without an end, or less closed than one."""
    loose = connection.execute(sql("loose_ties"), {"run": run, "far": FAR_FUTURE}).fetchone()
    if loose is not None:
        raise InvalidValue("A tie would lose an end, or be less closed than one.", tie=loose[0])


def roll_back(connection: sqlite3.Connection, run: int, now: datetime) -> None:
    """See `GraphStore.roll_back`."""
    found = run_of_number(connection, run)
    if found is None or found.state is not RunState.LOADING:
        return
    forget_staged(connection, run)
    connection.execute(sql("drop_staged_facts"), {"run": run})
    connection.execute(sql("revive_source_facts"), {"run": run, "far": FAR_FUTURE})
    _end(connection, run, RunState.ROLLED_BACK, now)


def forget_staged(connection: sqlite3.Connection, run: int) -> None:
    """Take out all statements and decisions that `run` has staged, and give back those that it retires."""
    for statement in _DROPPED:
        connection.execute(sql(statement), {"run": run})
    for statement in _REVIVED:
        connection.execute(sql(statement), {"run": run, "far": FAR_FUTURE})


def _end(connection: sqlite3.Connection, run: int, state: RunState, now: datetime) -> None:
    values = {"number": run, "state": state.value, "ended_at": now.isoformat()}
    connection.execute(sql("end_run"), values)
    connection.execute(sql("release_lock"), {"run": run})


def _mark_undone(connection: sqlite3.Connection, target: RunNumber) -> None:
    """Write that `target` was taken back; what it had taken back stands again, and so on down the chain."""
    state, number = RunState.UNDONE, RunNumber(target)
    while True:
        connection.execute(sql("mark_run"), {"number": number, "state": state.value})
        marked = run_of_number(connection, number)
        if marked is None or marked.undoes is None:
            return
        state = RunState.PUBLISHED if state is RunState.UNDONE else RunState.UNDONE
        number = marked.undoes


def _of_what(connection: sqlite3.Connection, new: NewRun) -> tuple[Any, Any]:
    """(id, collection) of the source that the run is about."""
    if new.source is not None:
        return new.source.id, new.source.collection
    if new.undoes is not None:
        row = connection.execute(sql("run"), {"number": new.undoes}).fetchone()
        if row is not None:
            run, collection = run_row_of(row)
            return run.source, collection
    return None, None


def _stage_facts(connection: sqlite3.Connection, run: int, source: Source) -> None:
    named = {"source": source.id}
    hash_ = source_hash(source)
    connection.execute(sql("add_source"), {"id": source.id})
    known = connection.execute(sql("live_facts"), named | {"published": published(connection)}).fetchone()
    if known is not None and known[0] == hash_:
        return
    connection.execute(sql("retire_facts"), named | {"run": run, "far": FAR_FUTURE})
    facts = orjson.dumps(source_values(source)).decode()
    connection.execute(sql("add_facts"), named | {"born": run, "died": FAR_FUTURE, "hash": hash_, "facts": facts})


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)  # sends nothing: asks whether there is such a process
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
