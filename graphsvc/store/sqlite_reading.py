"""Reading a SQLite store for a viewer. Every function takes a connection that sees one moment of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import orjson

from graphsvc.access import Scope, Viewer
from graphsvc.errors import NotFound
from graphsvc.folding import fold
from graphsvc.model.statements import (
    ActorStatement,
    Decision,
    Judgement,
    Run,
    RunNumber,
    RunState,
    Source,
    SourceId,
    StatementId,
    TieStatement,
)
from graphsvc.store.digest import source_of
from graphsvc.store.protocol import Evidence, Hit
from graphsvc.store.rows import ActorRow, TieRow, actor_statement, tie_statement
from graphsvc.store.sql_files import sql
from graphsvc.store.stamps import hash_number, version_token
from graphsvc.store.visibility import can_see_run

ACTOR_COLUMNS = 13
TIE_COLUMNS = 21


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer sees at one moment: rows that live at run `published`, in scopes with the numbers of `scopes`."""

    published: int
    scopes: str

    def parameters(self, **more: object) -> dict[str, object]:
        """The parameters that every reading statement has, and `more`."""
        return {"published": self.published, "scopes": self.scopes, **more}


def published(connection: sqlite3.Connection) -> int:
    """The watermark: the last published run, 0 for none."""
    number: int = connection.execute(sql("store")).fetchone()[1]
    return number


def sight(connection: sqlite3.Connection, viewer: Viewer) -> Sight:
    """What `viewer` sees now."""
    rows = connection.execute(sql("scopes"))
    numbers = [n for n, name, _ in rows if viewer.can_see(Scope.parse(name))]
    return Sight(published(connection), orjson.dumps(numbers).decode())


def ids_json(ids: Iterable[str]) -> str:
    """`ids` as a JSON array, each once. What is no text is no id of anything and is left out."""
    return orjson.dumps([id_ for id_ in dict.fromkeys(ids) if _is_text(id_)]).decode()


def version(connection: sqlite3.Connection, viewer: Viewer) -> str:
    """See `GraphStore.version`."""
    scopes = {name: hash_number(stamp) for _, name, stamp in connection.execute(sql("scopes")) if stamp is not None}
    pairs = {(one, other): hash_number(stamp) for one, other, stamp in connection.execute(sql("scope_pairs"))}
    return version_token(viewer, scopes, pairs)


def sources(connection: sqlite3.Connection, seen: Sight) -> tuple[Source, ...]:
    """See `GraphStore.sources`."""
    return tuple(source_of(orjson.loads(facts)) for (facts,) in connection.execute(sql("sources"), seen.parameters()))


def actor_statements(
    connection: sqlite3.Connection, seen: Sight, ids: Collection[StatementId] | None
) -> Iterator[ActorStatement]:
    """See `GraphStore.actor_statements`."""
    if ids is None:
        rows = connection.execute(sql("actors"), seen.parameters())
    else:
        rows = connection.execute(sql("actors_of_ids"), seen.parameters(ids=ids_json(ids)))
    for row in rows:
        yield actor_statement(actor_row_of(row))


def tie_statements(connection: sqlite3.Connection, seen: Sight, ids: Iterable[str]) -> tuple[TieStatement, ...]:
    """See `GraphStore.tie_statements`."""
    rows = connection.execute(sql("ties_of_ids"), seen.parameters(ids=ids_json(ids)))
    return tuple(tie_statement(tie_row_of(row)) for row in rows)


def ties_of(connection: sqlite3.Connection, seen: Sight, actors: Iterable[str], limit: int) -> tuple[TieStatement, ...]:
    """See `GraphStore.ties_of`."""
    rows = connection.execute(sql("ties_of_actors"), seen.parameters(ids=ids_json(actors), row_limit=limit))
    return tuple(tie_statement(tie_row_of(row)) for row in rows)


def search(connection: sqlite3.Connection, seen: Sight, text: str, limit: int) -> tuple[Hit, ...]:
    """See `GraphStore.search`."""
    whole = fold(text)
    asked = " ".join(f'"{word}"*' for word in dict.fromkeys(whole.split()))  # a folded word has no quotes
    if not asked:
        return ()
    rows = connection.execute(sql("search"), seen.parameters(words=asked, whole=whole, row_limit=limit))
    return tuple(Hit(StatementId(id_), name, matched) for id_, name, matched in rows)


def evidence(connection: sqlite3.Connection, seen: Sight, id_: StatementId) -> Evidence:
    """See `GraphStore.evidence`."""
    asked = seen.parameters(ids=ids_json((id_,)))
    statement: ActorStatement | TieStatement
    if row := connection.execute(sql("actors_of_ids"), asked).fetchone():
        statement = actor_statement(actor_row_of(row))
    elif row := connection.execute(sql("ties_of_ids"), asked).fetchone():
        statement = tie_statement(tie_row_of(row))
    else:
        raise NotFound
    named = {"source": statement.source, "published": seen.published}
    (facts,) = connection.execute(sql("source_of_statement"), named).fetchone()
    origin, _ = run_row_of(connection.execute(sql("run"), {"number": row[-1]}).fetchone())
    return Evidence(statement, source_of(orjson.loads(facts)), dict(origin.files).get(statement.record.place.file))


def decisions(connection: sqlite3.Connection, seen: Sight) -> tuple[Decision, ...]:
    """See `GraphStore.decisions`."""
    return tuple(decision_of_row(row) for row in connection.execute(sql("decisions"), seen.parameters()))


def runs(connection: sqlite3.Connection, viewer: Viewer, limit: int) -> tuple[Run, ...]:
    """See `GraphStore.runs`."""
    found: list[Run] = []
    for row in connection.execute(sql("runs")):
        if len(found) >= limit:
            break
        run, collection = run_row_of(row)
        if can_see_run(viewer, run.account, collection):
            found.append(run)
    return tuple(found)


def live(connection: sqlite3.Connection, source: SourceId) -> Iterator[tuple[str, StatementId, bytes]]:
    """See `GraphStore.live`."""
    yield from connection.execute(sql("live"), {"source": source, "published": published(connection)})


def actor_row_of(row: tuple[Any, ...]) -> ActorRow:
    """The actor row whose columns are the first of `row`."""
    id_, scope, source, hash_, kind, name, country, roles, searchable, *rest = row[:ACTOR_COLUMNS]
    sets = tuple(orjson.loads(roles)), tuple(orjson.loads(searchable))
    return ActorRow(id_, scope, source, hash_, kind, name, country, *sets, *rest)


def tie_row_of(row: tuple[Any, ...]) -> TieRow:
    """The tie row whose columns are the first of `row`."""
    return TieRow._make(row[:TIE_COLUMNS])


def decision_of_row(row: tuple[Any, ...]) -> Decision:
    """The decision whose columns are the first of `row`."""
    left, right, judgement, reason, by, at = row[:6]
    return Decision(left, right, Judgement(judgement), reason, by, datetime.fromisoformat(at))


def run_row_of(row: tuple[Any, ...]) -> tuple[Run, str | None]:
    """The run whose columns are `row`, and the collection of its source."""
    number, what, state, started_at, ended_at, account, importer, source, collection, files, counts, undoes = row
    run = Run(
        number=RunNumber(number),
        what=what,
        state=RunState(state),
        started_at=datetime.fromisoformat(started_at),
        account=account,
        importer=importer,
        source=source,
        files=tuple((name, sha256) for name, sha256 in orjson.loads(files)),
        counts=MappingProxyType(orjson.loads(counts)),
        undoes=undoes,
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
    )
    return run, collection


def _is_text(id_: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in id_)
