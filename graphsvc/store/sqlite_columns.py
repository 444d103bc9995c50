"""All visible ties of a SQLite store as columns: SQLite writes each column as one JSON array, NumPy puts it in order.

Half a million ties in a second: a row of Python objects a tie would take twice as long.
"""

from __future__ import annotations

import sqlite3
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from graphsvc.errors import StoreRefused
from graphsvc.model.facts import ActorFacts
from graphsvc.model.values import Confidence, Formality, Status
from graphsvc.store.protocol import TieColumns
from graphsvc.store.sql_files import sql
from graphsvc.store.sqlite_reading import Sight

_NOWHERE = -1


def tie_columns(connection: sqlite3.Connection, seen: Sight) -> TieColumns:
    """See `GraphStore.tie_columns`."""
    words = {text: n for n, text in connection.execute(sql("words"))}
    actor_ids, actor_numbers = _arrays(connection, "actor_columns", seen)
    ids, ego, alter, kind, start, end, status, confidence, formality, source, strength = _arrays(
        connection, "tie_columns", seen
    )
    actor_order, order = order_of(actor_ids), order_of(ids)
    position = _positions(np.array(actor_numbers, dtype=np.int64)[actor_order])
    kinds = _occurring(np.array(kind, dtype=np.int64), words)
    statuses, confidences, formalities = ([member.value for member in of] for of in (Status, Confidence, Formality))
    known_sources = {id_: n for n, id_ in connection.execute(sql("all_sources"))}
    sources = _occurring(np.array(source, dtype=np.int64), known_sources)
    return TieColumns(
        actors=_in_order(actor_ids, actor_order),
        ids=_in_order(ids, order),
        ego=_found(position, ego, order).astype(np.int32),
        alter=_found(position, alter, order).astype(np.int32),
        kinds=kinds,
        kind=_found(_numbered(kinds, words), kind, order).astype(np.uint16),
        start=np.array(start, dtype=np.int32)[order],
        end=np.array(end, dtype=np.int32)[order],
        status=_found(_numbered(statuses, words), status, order).astype(np.uint8),
        confidence=_found(_numbered(confidences, words), confidence, order).astype(np.uint8),
        formality=_found(_numbered(formalities, words), formality, order).astype(np.uint8),
        sources=sources,
        source=_found(_numbered(sources, known_sources), source, order).astype(np.int32),
        strength=np.array(strength, dtype=np.float32)[order],
    )


def actor_facts(connection: sqlite3.Connection, seen: Sight) -> list[ActorFacts]:
    """See `GraphStore.actor_facts`."""
    (found,) = _arrays(connection, "actor_facts", seen)
    facts = [
        ActorFacts(
            id_,
            kind,
            country,
            tuple(roles),
            tuple(map(tuple, names)),
            tuple(map(tuple, identifiers)),
            tuple(languages),
            tuple(topics),
            place,
        )
        for id_, kind, country, roles, names, identifiers, languages, topics, place in found
    ]
    facts.sort(key=_id)
    return facts


_id = itemgetter(0)


def order_of(ids: list[str]) -> npt.NDArray[np.intp]:
    """The positions that sort `ids` by code point."""
    try:
        return np.argsort(np.array(ids, dtype=np.bytes_), kind="stable")
    except UnicodeEncodeError:  # some id is not plain ASCII
        return np.argsort(np.array(ids, dtype=np.str_), kind="stable")


def _arrays(connection: sqlite3.Connection, statement: str, seen: Sight) -> list[list[Any]]:
    return [orjson.loads(array) for array in connection.execute(sql(statement), seen.parameters()).fetchone()]


def _in_order(ids: list[str], order: npt.NDArray[np.intp]) -> tuple[str, ...]:
    return tuple(map(ids.__getitem__, order.tolist()))


def _positions(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """At index n: where number n stands in `numbers`."""
    positions = np.full(int(numbers.max(initial=0)) + 1, _NOWHERE, dtype=np.int64)
    positions[numbers] = np.arange(len(numbers))
    return positions


def _numbered(texts: tuple[str, ...] | list[str], words: dict[str, int]) -> npt.NDArray[np.int64]:
    """At index n: where the text with number n stands in `texts`."""
    positions = np.full(max(words.values(), default=0) + 1, _NOWHERE, dtype=np.int64)
    for position, text in enumerate(texts):
        if text in words:
            positions[words[text]] = position
    return positions


def _occurring(numbers: npt.NDArray[np.int64], words: dict[str, int]) -> tuple[str, ...]:
    occurring = set(np.unique(numbers).tolist())
    return tuple(sorted(text for text, n in words.items() if n in occurring))


def _found(positions: npt.NDArray[np.int64], numbers: list[int], order: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    wanted = np.array(numbers, dtype=np.int64)[order]
    if wanted.max(initial=0) >= len(positions) or (found := positions[wanted]).min(initial=0) == _NOWHERE:
        raise StoreRefused("The store is damaged: a tie has an end that is not there.", hint="Restore the last backup.")
    return found
