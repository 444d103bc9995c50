"""A whole SQLite store: given away row by row, filled from another, and its picture of actors."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

import orjson

from graphsvc.errors import StoreRefused, StoreTooNew
from graphsvc.model.statements import RunState
from graphsvc.store import digest
from graphsvc.store.digest import Life
from graphsvc.store.protocol import FAR_FUTURE, FORMAT, ActorCard, Kept
from graphsvc.store.sql_files import sql
from graphsvc.store.sqlite_reading import actor_row_of, decision_of_row, published, run_row_of, tie_row_of
from graphsvc.store.sqlite_staging import (
    Lives,
    column,
    insert_actors,
    insert_decision,
    insert_ties,
    numbers_for,
    texts_json,
)
from graphsvc.store.sqlite_stamps import apply, changes_from_nothing
from graphsvc.store.stamps import source_hash

BATCH_ROWS = 5_000

Batch = Sequence[Kept]


def everything(connection: sqlite3.Connection) -> Iterator[Kept]:
    """See `GraphStore.everything`."""
    watermark = published(connection)
    at = {"published": watermark}
    yield digest.kept_meta(FORMAT, watermark)
    for row in connection.execute(sql("every_run")):
        yield digest.kept_run(*run_row_of(row))
    for facts, born, died in connection.execute(sql("every_source"), at):
        yield digest.kept_source(digest.source_of(orjson.loads(facts)), born, _died(died, watermark))
    for row in connection.execute(sql("every_actor"), at):
        yield digest.kept_actor(actor_row_of(row), _life(row, watermark))
    for row in connection.execute(sql("every_tie"), at):
        yield digest.kept_tie(tie_row_of(row), _life(row, watermark))
    for row in connection.execute(sql("every_decision"), at):
        born, died = row[-2:]
        yield digest.kept_decision(decision_of_row(row), born, _died(died, watermark))


def take_over(connection: sqlite3.Connection, kept: Iterable[Kept]) -> None:
    """See `GraphStore.take_over`."""
    if connection.execute(sql("next_run")).fetchone()[0] != 1:
        raise StoreRefused("This store is not empty.", hint="Copy into a new one.")
    watermark = 0
    for sort, group in groupby(kept, key=lambda one: one.sort):
        if sort == "meta":
            watermark = _checked_meta(next(group))
            continue
        write = _WRITERS[sort]
        while batch := list(islice(group, BATCH_ROWS)):
            write(connection, batch)
    connection.execute(sql("set_published"), {"run": watermark})
    apply(connection, changes_from_nothing(connection, watermark), watermark)


def settle(connection: sqlite3.Connection, cards: Iterable[ActorCard]) -> None:
    """See `GraphStore.settle`."""
    connection.execute(sql("clear_card_statements"))
    connection.execute(sql("clear_cards"))
    for card in cards:
        lists = texts_json(card.roles), texts_json(card.names)
        connection.execute(sql("add_card"), (card.id, card.name, card.kind, card.country, *lists))
        connection.executemany(sql("add_card_statement"), [(statement, card.id) for statement in card.statements])


def _checked_meta(meta: Kept) -> int:
    values: dict[str, Any] = dict(meta.values)
    if values["format"] > FORMAT:
        raise StoreTooNew
    return int(values["published"])


def _put_runs(connection: sqlite3.Connection, batch: Batch) -> None:
    for one in batch:
        values: dict[str, Any] = dict(one.values)
        RunState(values["state"])
        packed = {name: orjson.dumps(values[name]).decode() for name in ("files", "counts")}
        connection.execute(sql("put_run"), values | packed)


def _put_sources(connection: sqlite3.Connection, batch: Batch) -> None:
    for one in batch:
        source, life = digest.source_of(one.values), digest.life_of(one.values)
        connection.execute(sql("add_source"), {"id": source.id})
        facts = orjson.dumps(digest.source_values(source)).decode()
        values = {"source": source.id, "born": life.born, "died": life.died, "hash": source_hash(source)}
        connection.execute(sql("add_facts"), values | {"facts": facts})


def _put_actors(connection: sqlite3.Connection, batch: Batch) -> None:
    rows, lives = zip(*(digest.actor_of(one.values) for one in batch), strict=True)
    insert_actors(connection, rows, _columns(lives), numbers_for(connection, rows, (), _sources(connection)))


def _put_ties(connection: sqlite3.Connection, batch: Batch) -> None:
    rows, lives = zip(*(digest.tie_of(one.values) for one in batch), strict=True)
    numbers = numbers_for(connection, rows, rows, _sources(connection))
    ends = texts_json({row.ego for row in rows} | {row.alter for row in rows})
    insert_ties(connection, rows, _columns(lives), numbers, dict(connection.execute(sql("actor_keys"), {"ids": ends})))


def _put_decisions(connection: sqlite3.Connection, batch: Batch) -> None:
    for one in batch:
        insert_decision(connection, digest.decision_of(one.values), digest.life_of(one.values))


_WRITERS: dict[str, Callable[[sqlite3.Connection, Batch], None]] = {
    "run": _put_runs,
    "source": _put_sources,
    "actor": _put_actors,
    "tie": _put_ties,
    "decision": _put_decisions,
}


def _columns(lives: Sequence[Life]) -> Lives:
    return column(lives, "born"), column(lives, "died"), column(lives, "origin")


def _sources(connection: sqlite3.Connection) -> dict[str, int]:
    return {id_: n for n, id_ in connection.execute(sql("all_sources"))}


def _life(row: tuple[Any, ...], watermark: int) -> Life:
    born, died, origin = row[-3:]
    return Life(born, _died(died, watermark), origin)


def _died(died: int, watermark: int) -> int:
    """A run that is still loading has retired nothing yet."""
    return FAR_FUTURE if died > watermark else died
