"""Writing rows into a SQLite store: batches of a run, and whole stores that come from elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, repeat
from operator import attrgetter
from typing import Any, TypeVar

import orjson

from graphsvc.access import Scope, Sensitivity
from graphsvc.errors import InvalidValue, NotFound
from graphsvc.folding import fold
from graphsvc.model.statements import Decision
from graphsvc.store.days import first_day, last_day
from graphsvc.store.digest import Life
from graphsvc.store.protocol import FAR_FUTURE
from graphsvc.store.rows import ActorRow, TieRow
from graphsvc.store.sql_files import sql
from graphsvc.store.sqlite_connections import not_text
from graphsvc.store.sqlite_reading import published
from graphsvc.store.stamps import decision_hash

_Row = TypeVar("_Row", ActorRow, TieRow)

_TIE_TEXTS = (
    *("start", "end"),
    *("flow_class", "amount", "currency", "value_date"),
    *("body", "file", "locator", "raw"),
)
_TIE_WORDS = ("kind", "status", "confidence", "formality")

Lives = tuple[Iterable[int], Iterable[int], Iterable[int]]
"""Columns of rows that are written: the run from which each counts, up to which, and which one read it from a file."""

MOST_KNOWN_ENDS = 200_000

_NO_SOURCE = "A statement names a source that its run does not name."
_NO_END = "A tie names an end that is not there."
_FOREIGN_END = "A tie has an end of another source."
_OPEN_TIE = "A tie is less closed than one of its ends."


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that stand for texts in rows."""

    scopes: Mapping[str, int]
    sources: Mapping[str, int]
    words: Mapping[str, int]


@dataclass(slots=True)
class KnownEnds:
    """Ends that ties of one run were compared with: most actors have several ties, in batch after batch.

    To be forgotten when the run changes actors. By id: the number, and (number of the source, level of the scope);
    `all_places` are the different ones among these.
    """

    run: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    all_places: set[tuple[int, int]] = field(default_factory=set)

    def forget(self, run: int) -> None:
        """Start anew for `run`."""
        self.run, self.numbers, self.places, self.all_places = run, {}, {}, set()


def texts_json(texts: Iterable[str]) -> str:
    """`texts` as a JSON array. Raises InvalidValue for a text that is none."""
    try:
        return orjson.dumps(list(texts)).decode()
    except orjson.JSONEncodeError as error:
        raise not_text() from error


# -- batches of a run


def stage_actors(connection: sqlite3.Connection, run: int, rows: Sequence[ActorRow]) -> int:
    """See `GraphStore.stage_actors`."""
    ids = texts_json(column(rows, "id"))
    numbers = numbers_for(connection, rows, (), _sources_of_run(connection, run, rows))
    _drop_staged_actors(connection, run, ids)
    connection.execute(sql("retire_actors"), {"run": run, "far": FAR_FUTURE, "ids": ids})
    insert_actors(connection, _last_of_each(rows), _staged(run), numbers)
    return len(rows)


def stage_ties(connection: sqlite3.Connection, run: int, rows: Sequence[TieRow], known: KnownEnds) -> int:
    """See `GraphStore.stage_ties`."""
    ids = texts_json(column(rows, "id"))
    numbers = numbers_for(connection, rows, rows, _sources_of_run(connection, run, rows))
    if known.run != run or len(known.numbers) > MOST_KNOWN_ENDS:
        known.forget(run)
    ends = {*column(rows, "ego"), *column(rows, "alter")}
    _learn_ends(connection, ends, known)
    if not known.numbers.keys() >= ends or not _are_alike(rows, known, numbers.sources):
        _check_ends(rows, known.places, numbers.sources)
    connection.execute(sql("drop_staged_ties_of_ids"), {"run": run, "ids": ids})
    connection.execute(sql("retire_ties"), {"run": run, "far": FAR_FUTURE, "ids": ids})
    insert_ties(connection, _last_of_each(rows), _staged(run), numbers, known.numbers)
    return len(rows)


def retire(connection: sqlite3.Connection, run: int, ids: Sequence[str]) -> int:
    """See `GraphStore.retire`."""
    given = texts_json(ids)
    _drop_staged_actors(connection, run, given)
    connection.execute(sql("drop_staged_ties_of_ids"), {"run": run, "ids": given})
    for statement in ("retire_actors", "retire_ties"):
        connection.execute(sql(statement), {"run": run, "far": FAR_FUTURE, "ids": given})
    asked = {"run": run, "published": published(connection), "ids": given}
    count: int = connection.execute(sql("count_retired"), asked).fetchone()[0]
    return count


def stage_decision(connection: sqlite3.Connection, run: int, decision: Decision) -> None:
    """See `GraphStore.stage_decision`."""
    if not decision.left < decision.right:
        raise InvalidValue("A decision names its two statements in order, and not the same one twice.")
    pair = {"left": decision.left, "right": decision.right, "run": run}
    connection.execute(sql("retire_decision"), pair | {"far": FAR_FUTURE})
    insert_decision(connection, decision, Life(run, FAR_FUTURE, run))


def withdraw_decision(connection: sqlite3.Connection, run: int, left: str, right: str) -> None:
    """See `GraphStore.withdraw_decision`."""
    pair = {"left": left, "right": right, "run": run}
    dropped = connection.execute(sql("drop_staged_decision"), pair).rowcount
    connection.execute(sql("retire_decision"), pair | {"far": FAR_FUTURE})
    if not dropped and connection.execute(sql("is_withdrawn"), pair).fetchone() is None:
        raise NotFound


# -- rows


def insert_actors(connection: sqlite3.Connection, rows: Sequence[ActorRow], lives: Lives, numbers: Numbers) -> None:
    """Write actor rows with their names."""
    ids = texts_json(column(rows, "id"))
    connection.execute(sql("add_actor_keys"), {"ids": ids})
    keys = dict(connection.execute(sql("actor_keys"), {"ids": ids}))
    first = _next(connection, "last_actor")
    numbered = (
        map(keys.__getitem__, column(rows, "id")),
        *lives,
        map(numbers.scopes.__getitem__, column(rows, "scope")),
        map(numbers.sources.__getitem__, column(rows, "source")),
        column(rows, "hash"),
    )
    connection.executemany(sql("add_actor"), zip(count(first), *numbered, strict=False))
    connection.executemany(sql("add_actor_text"), ((n, *_actor_texts(row)) for n, row in enumerate(rows, first)))
    last_name = _next(connection, "last_name") - 1
    names = ((n, position, text) for n, row in enumerate(rows, first) for position, text in enumerate(row.searchable))
    connection.executemany(sql("add_actor_name"), ((n, *name) for n, name in enumerate(names, last_name + 1)))
    connection.execute(sql("index_names"), {"after": last_name})


def insert_ties(
    connection: sqlite3.Connection, rows: Sequence[TieRow], lives: Lives, numbers: Numbers, keys: Mapping[str, int]
) -> None:
    """Write tie rows. `keys`: the numbers of the actor statements at their ends."""
    if not rows:
        return
    first = _next(connection, "last_tie")
    # Whole columns, through C alone: a tuple built in Python for each row takes as long as SQLite takes to write it.
    held = dict(zip(TieRow._fields, zip(*rows, strict=True), strict=True))
    word = numbers.words.__getitem__
    numbered = (
        held["id"],
        *lives,
        map(numbers.scopes.__getitem__, held["scope"]),
        map(numbers.sources.__getitem__, held["source"]),
        map(word, held["kind"]),
        map(keys.__getitem__, held["ego"]),
        map(keys.__getitem__, held["alter"]),
        map(first_day, held["start"]),
        map(last_day, held["end"]),
        map(word, held["status"]),
        map(word, held["confidence"]),
        map(word, held["formality"]),
        held["strength"],
        held["hash"],
    )
    connection.executemany(sql("add_tie"), zip(count(first), *numbered, strict=False))
    texts = (held[name] for name in _TIE_TEXTS)
    connection.executemany(sql("add_tie_text"), zip(count(first), *texts, strict=False))


def column(rows: Iterable[object], name: str) -> Iterator[Any]:
    """One field of each row."""
    return map(attrgetter(name), rows)


def insert_decision(connection: sqlite3.Connection, decision: Decision, life: Life) -> None:
    """Write one decision."""
    values = {
        "left": decision.left,
        "right": decision.right,
        "born": life.born,
        "died": life.died,
        "judgement": decision.judgement.value,
        "reason": decision.reason,
        "decided_by": decision.decided_by,
        "decided_at": decision.decided_at.isoformat(),
        "hash": decision_hash(decision),
    }
    connection.execute(sql("add_decision"), values)


def numbers_for(
    connection: sqlite3.Connection,
    rows: Iterable[ActorRow | TieRow],
    ties: Sequence[TieRow],
    sources: Mapping[str, int],
) -> Numbers:
    """The numbers of the scopes of `rows` and the words of `ties`, new ones where needed. `sources` are passed on."""
    scopes = sorted(set(column(rows, "scope")))
    words = sorted({word for name in _TIE_WORDS for word in set(column(ties, name))})
    connection.executemany(sql("add_scope"), [{"name": name, "level": _level(name)} for name in scopes])
    connection.executemany(sql("add_word"), [{"text": text} for text in words])
    return Numbers(
        scopes={name: n for n, name, _ in connection.execute(sql("scopes"))},
        sources=sources,
        words={text: n for n, text in connection.execute(sql("words"))},
    )


def _sources_of_run(connection: sqlite3.Connection, run: int, rows: Iterable[ActorRow | TieRow]) -> dict[str, int]:
    asked = {"run": run, "published": published(connection)}
    known = {id_: n for n, id_ in connection.execute(sql("sources_of_run"), asked)}
    if not known.keys() >= set(column(rows, "source")):
        raise InvalidValue(_NO_SOURCE)
    return known


def _learn_ends(connection: sqlite3.Connection, ends: set[str], known: KnownEnds) -> None:
    unknown = ends.difference(known.numbers)
    if unknown:
        ids = texts_json(unknown)
        asked = {"run": known.run, "published": published(connection), "far": FAR_FUTURE, "ids": ids}
        for id_, n, level, source in connection.execute(sql("ends"), asked):
            known.numbers[id_], known.places[id_] = n, (source, level)
            known.all_places.add((source, level))


def _are_alike(rows: Iterable[TieRow], known: KnownEnds, sources: Mapping[str, int]) -> bool:
    """Whether all known ends are of the ties' one source and none is more closed than any tie: the usual batch."""
    of_ties = {sources[source] for source in set(column(rows, "source"))}
    most_open_tie = min((_level(scope) for scope in set(column(rows, "scope"))), default=0)
    of_ends = {source for source, _ in known.all_places}
    return len(of_ties | of_ends) <= 1 and all(level <= most_open_tie for _, level in known.all_places)


def _check_ends(rows: Iterable[TieRow], places: Mapping[str, tuple[int, int]], sources: Mapping[str, int]) -> None:
    """Compare each tie with its own ends."""
    own = {
        (source, scope): (sources[source], _level(scope)) for source, scope in {(row.source, row.scope) for row in rows}
    }
    for row in rows:
        ego, alter, place = places.get(row.ego), places.get(row.alter), own[row.source, row.scope]
        if ego is None or alter is None:
            raise InvalidValue(_NO_END, tie=row.id)
        if not ego[0] == alter[0] == place[0]:
            raise InvalidValue(_FOREIGN_END, tie=row.id)
        if place[1] < ego[1] or place[1] < alter[1]:
            raise InvalidValue(_OPEN_TIE, tie=row.id)


def _drop_staged_actors(connection: sqlite3.Connection, run: int, ids: str) -> None:
    for statement in ("unindex_staged_of_ids", "drop_staged_actors_of_ids"):
        connection.execute(sql(statement), {"run": run, "ids": ids})


def _staged(run: int) -> Lives:
    return repeat(run), repeat(FAR_FUTURE), repeat(run)


def _last_of_each(rows: Sequence[_Row]) -> list[_Row]:
    """`rows`, of several with one id the last."""
    are_different = len(set(column(rows, "id"))) == len(rows)
    return list(rows) if are_different else list({row.id: row for row in rows}.values())


def _level(scope: str) -> int:
    return Sensitivity.parse(Scope.parse(scope).level).level


def _next(connection: sqlite3.Connection, statement: str) -> int:
    last: int = connection.execute(sql(statement)).fetchone()[0]
    return last + 1


def _actor_texts(row: ActorRow) -> tuple[str | None, ...]:
    lists = texts_json(row.roles), texts_json(row.searchable)
    return row.kind, row.name, fold(row.name), row.country, *lists, row.body, row.file, row.locator, row.raw
