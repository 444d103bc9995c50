"""The SQLite store against bare SQLite: the same rows into the same tables, without anything around it."""

from __future__ import annotations

import random
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graphsvc.access import Viewer
from graphsvc.model.statements import ActorStatement, RunNumber, TieStatement
from graphsvc.model.values import Period, Status
from graphsvc.store.protocol import NewRun
from graphsvc.store.rows import ActorRow, TieRow, actor_row, tie_row
from graphsvc.store.sql_files import single_statements, sql
from graphsvc.store.sqlite import SqliteStore
from graphsvc.store.sqlite_schema import shipped_steps
from tests.bench.table import Row, Target, best_of, timed
from tests.networks import actor, source, tie

ACTORS, TIES, MANY_TIES = 20_000, 100_000, 500_000
BATCH_ROWS = 5_000
KINDS = ("funds", "knows", "member_of", "works_with")
REGISTER = source("bench:register")
OPERATOR = Viewer.operator()
TRIES = 3


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured; about two minutes on two cores."""
    with tempfile.TemporaryDirectory(prefix="graphsvc-bench-") as folder:
        yield from _writing(Path(folder))
    with tempfile.TemporaryDirectory(prefix="graphsvc-bench-") as folder:
        yield from _reading(Path(folder))


def _writing(folder: Path) -> Iterator[Row]:
    actors, statements = _statements(TIES)
    encoding = timed(lambda: list(map(tie_row, statements)))
    yield Row(f"rows of {TIES:,} ties from statements", encoding, "", None)
    ties = sorted(map(tie_row, statements), key=lambda row: row.id)
    people = sorted(map(actor_row, actors), key=lambda row: row.id)
    ours, peer = [_stored(folder / "ours.sqlite", people, ties)], []
    values = _bare_values(folder / "ours.sqlite")
    for number in range(TRIES):  # in turns, so that a busy moment of the machine hits both
        peer.append(_bare(folder / f"bare-{number}.sqlite", values))
        ours.append(_stored(folder / f"ours-{number}.sqlite", people, ties))
    what = f"stage and publish {TIES:,} ties, SQLite"
    name = "bare executemany of the same rows, tables, indexes and batches"
    yield Row(what, min(ours), name, min(peer), Target.AT_MOST, round(1 / 0.6, 3))


def _reading(folder: Path) -> Iterator[Row]:
    actors, statements = _statements(MANY_TIES)
    ties = sorted(map(tie_row, statements), key=lambda row: row.id)
    people = sorted(map(actor_row, actors), key=lambda row: row.id)
    del statements, actors
    path = folder / "store.sqlite"
    _stored(path, people, ties)
    some = [row.id for row in people[:60]]
    del ties, people
    store = SqliteStore(path)
    try:
        yield Row(
            f"columns of {MANY_TIES:,} ties, SQLite",
            best_of(3, lambda: store.tie_columns(OPERATOR)),
            "",
            None,
            limit=1.2,
        )
        yield Row("version for a viewer", best_of(20, lambda: store.version(OPERATOR)), "", None, limit=0.001)
        yield Row("search for two words", best_of(20, lambda: store.search(OPERATOR, "actor 12", limit=20)), "", None)
        yield Row("search for one letter", best_of(5, lambda: store.search(OPERATOR, "a", limit=20)), "", None)
        yield Row("ties of 60 actors", best_of(20, lambda: store.ties_of(OPERATOR, some, limit=1_000)), "", None)
    finally:
        store.close()


def _statements(count: int) -> tuple[list[ActorStatement], list[TieStatement]]:
    """Actors with ties between random pairs of them, like rows of a workbook; the same each time."""
    chance = random.Random(7)
    actors = [
        actor(REGISTER, str(number), f"Actor {number} of the bench", f"A{number}", country="MX", raw=_raw(chance))
        for number in range(ACTORS)
    ]
    ties = []
    for number in range(count):
        ego, alter = chance.sample(range(ACTORS), 2)
        period = Period.parse(str(chance.randint(2000, 2020)), chance.choice((None, "2023-05")))
        status = chance.choice(tuple(Status))
        facts = {"kind": KINDS[number % len(KINDS)], "period": period, "status": status, "raw": _raw(chance)}
        ties.append(tie(str(number), actors[ego], actors[alter], strength=chance.choice((None, None, 0.5)), **facts))
    return actors, ties


def _raw(chance: random.Random) -> tuple[tuple[str, str], ...]:
    return (("from", f"Actor {chance.randrange(10**6)}"), ("to", f"Actor {chance.randrange(10**6)}"), ("since", "2019"))


def _stored(path: Path, actors: Sequence[ActorRow], ties: Sequence[TieRow]) -> float:
    """Seconds from the first batch of ties to their publication."""
    store = SqliteStore(path)
    try:
        first = store.begin(NewRun("import", source=REGISTER), holder="bench")
        for start in range(0, len(actors), BATCH_ROWS):
            store.stage_actors(first, actors[start : start + BATCH_ROWS])
        store.publish(first, {})
        return timed(lambda: _load_ties(store, ties))
    finally:
        store.close()


def _load_ties(store: SqliteStore, ties: Sequence[TieRow]) -> None:
    run: RunNumber = store.begin(NewRun("import", source=REGISTER), holder="bench")
    for start in range(0, len(ties), BATCH_ROWS):
        store.stage_ties(run, ties[start : start + BATCH_ROWS])
    store.publish(run, {"new": len(ties)})


Values = dict[str, list[tuple[Any, ...]]]


def _bare_values(path: Path) -> Values:
    """Every row of a store as the peer writes it, tie rows in the order of their numbers."""
    tables = ("run", "word", "source", "scope", "actor_key", "tie", "tie_text")
    connection = sqlite3.connect(path)
    try:
        columns = dict.fromkeys(tables, "*") | {"tie": ", ".join(_columns(sql("add_tie")))}
        return {
            table: connection.execute(f"SELECT {wanted} FROM {table} ORDER BY 1").fetchall()
            for table, wanted in columns.items()
        }
    finally:
        connection.close()


def _columns(insert: str) -> list[str]:
    """The columns that a statement fills, in its order."""
    return re.findall(r"\w+", insert.partition("(")[2].partition(")")[0])


def _bare(path: Path, values: Values) -> float:
    """Seconds of `executemany` into the tables `tie` and `tie_text` of our own schema, one transaction a batch."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for statement in single_statements(
            sql("use_wal") + ";\n" + sql("open_connection") + ";\n".join(shipped_steps())
        ):
            connection.execute(statement)
        for table in ("run", "word", "source", "scope", "actor_key"):
            marks = ", ".join("?" * len(values[table][0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values[table])
        start = time.perf_counter()
        for at in range(0, len(values["tie"]), BATCH_ROWS):
            with connection:
                connection.execute("BEGIN")
                connection.executemany(sql("add_tie"), values["tie"][at : at + BATCH_ROWS])
                connection.executemany(sql("add_tie_text"), values["tie_text"][at : at + BATCH_ROWS])
        return time.perf_counter() - start
    finally:
        connection.close()


if __name__ == "__main__":
    for row in rows():
        print(" | ".join(row.cells()), flush=True)
