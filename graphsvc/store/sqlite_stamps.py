"""Keeping the stamps of a SQLite store up to date (see `graphsvc.store.stamps`)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import orjson

from graphsvc.store.rows import HASH_BYTES
from graphsvc.store.sql_files import sql
from graphsvc.store.stamps import MODULUS, hash_number, pair_of

Changes = dict[tuple[int, int], tuple[int, int]]
"""{(number of a source, number of a scope): (how many statements more, what to add to the stamp)}."""

_SCOPES = 1 << 31  # more than there can be: a source and a scope share one 64-bit number


def changes_of_run(connection: sqlite3.Connection, run: int, published: int) -> Changes:
    """What publishing `run` would change; only its holder writes what this reads."""
    came = _grouped(connection, ("actor_hashes_born", "tie_hashes_born"), {"run": run})
    went = _grouped(connection, ("actor_hashes_died", "tie_hashes_died"), {"run": run, "published": published})
    for place, (statements, stamp) in went.items():
        before = came.get(place, (0, 0))
        came[place] = before[0] - statements, before[1] - stamp
    return came


def changes_from_nothing(connection: sqlite3.Connection, published: int) -> Changes:
    """All that is live, for a store without stamps."""
    return _grouped(connection, ("actor_hashes_live", "tie_hashes_live"), {"published": published})


def apply(connection: sqlite3.Connection, changes: Changes, published: int) -> None:
    """Bring stamps to what is live at run `published`, given what changed of statements."""
    presence = {
        (source, scope): (statements, hash_number(stamp))
        for source, scope, statements, stamp in connection.execute(sql("presence"))
    }
    for (source, scope), (more, added) in changes.items():
        statements, stamp = presence.get((source, scope), (0, 0))
        presence[source, scope] = statements + more, (stamp + added) % MODULUS
        values = {"statements": statements + more, "stamp": _blob(presence[source, scope][1])}
        connection.execute(sql("put_presence"), {"source": source, "scope": scope} | values)
    _stamp_scopes(connection, presence, published)
    _stamp_pairs(connection, published)


def _stamp_scopes(
    connection: sqlite3.Connection, presence: dict[tuple[int, int], tuple[int, int]], published: int
) -> None:
    facts = {
        source: hash_number(hash_)
        for source, hash_ in connection.execute(sql("facts_hashes"), {"published": published})
    }
    stamps: dict[int, int] = {}
    for (source, scope), (statements, stamp) in presence.items():
        if statements:
            stamps[scope] = stamps.get(scope, 0) + stamp + facts[source]
    for scope, _, known in connection.execute(sql("scopes")).fetchall():
        stamp_now = _blob(stamps[scope]) if scope in stamps else None
        if stamp_now != known:
            connection.execute(sql("set_stamp"), {"n": scope, "stamp": stamp_now})


def _stamp_pairs(connection: sqlite3.Connection, published: int) -> None:
    """Decisions are few, and one can fall asleep or wake with its statements: all are added up anew."""
    stamps: dict[tuple[str, str], int] = defaultdict(int)
    for one, other, hash_ in connection.execute(sql("decision_hashes"), {"published": published}):
        stamps[pair_of(one, other)] += hash_number(hash_)
    connection.execute(sql("clear_pairs"))
    for (one, other), stamp in stamps.items():
        connection.execute(sql("add_pair"), {"one": one, "other": other, "stamp": _blob(stamp)})


def _grouped(connection: sqlite3.Connection, statements: Iterable[str], parameters: dict[str, int]) -> Changes:
    """How many rows each place has, and the sum of their hashes."""
    found: Changes = {}
    for statement in statements:
        sources, scopes, hashes = connection.execute(sql(statement), parameters).fetchone()
        places = np.array(orjson.loads(sources), dtype=np.int64) * _SCOPES
        places += np.array(orjson.loads(scopes), dtype=np.int64)
        words = np.frombuffer(bytes.fromhex(hashes or ""), dtype=">u4").reshape(-1, HASH_BYTES // 4)
        for place in np.unique(places).tolist():
            its_words = words[places == place]
            total = 0
            for part in its_words.sum(axis=0, dtype=np.uint64).tolist():  # the sums of 2^32 rows fit into 64 bits
                total = (total << 32) + part
            key = divmod(place, _SCOPES)
            count, stamp = found.get(key, (0, 0))
            found[key] = count + len(its_words), stamp + total
    return found


def _blob(stamp: int) -> bytes:
    return (stamp % MODULUS).to_bytes(HASH_BYTES, "big")
