"""The one row form of statements that both engines keep, and its content hash.

The hash covers what is stated (scope, source, ends, every field) and neither where it stands in the file nor the raw
row: the same facts renamed, shuffled or saved in another format are the same content.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from graphsvc.access import Scope
from graphsvc.folding import fold
from graphsvc.model.building import quick
from graphsvc.model.records import ActorRecord, Place, TieRecord
from graphsvc.model.statements import ActorStatement, SourceId, StatementId, TieStatement
from graphsvc.model.values import (
    Confidence,
    FlowClass,
    Formality,
    Identifier,
    Money,
    Name,
    NameKind,
    Period,
    Status,
)

HASH_BYTES = 16
_new_place, _new_name, _new_identifier = quick(Place), quick(Name), quick(Identifier)
_new_actor, _new_tie = quick(ActorRecord), quick(TieRecord)
_new_actor_statement, _new_tie_statement = quick(ActorStatement), quick(TieStatement)
_period, _scope = lru_cache(maxsize=8192)(Period.parse), lru_cache(maxsize=512)(Scope.parse)


class ActorRow(NamedTuple):
    """An actor statement as engines keep it: text and numbers only. `body` and `raw` are JSON texts."""

    id: str
    scope: str
    source: str
    hash: bytes
    kind: str
    name: str
    country: str | None
    roles: tuple[str, ...]
    searchable: tuple[str, ...]
    """Folded names and identifier values, each once: what search looks through."""
    body: str
    file: str
    locator: str
    raw: str


class TieRow(NamedTuple):
    """A tie statement as engines keep it. Dates as ISO text of their precision, amount as exact decimal text."""

    id: str
    scope: str
    source: str
    hash: bytes
    kind: str
    ego: str
    alter: str
    start: str | None
    end: str | None
    status: str
    confidence: str
    formality: str
    strength: float | None
    flow_class: str | None
    amount: str | None
    currency: str | None
    value_date: str | None
    body: str
    file: str
    locator: str
    raw: str


def content_hash(parts: tuple[Any, ...]) -> bytes:
    """The hash of a statement's content: 16 bytes of BLAKE2b over its canonical JSON."""
    return hashlib.blake2b(orjson.dumps(parts), digest_size=HASH_BYTES).digest()


def actor_row(statement: ActorStatement) -> ActorRow:
    """`statement` in row form."""
    record = statement.record
    body = orjson.dumps(
        {
            "key": record.key,
            "names": [[name.value, name.language, name.kind.value] for name in record.names],
            "identifiers": [[identifier.scheme, identifier.value] for identifier in record.identifiers],
            "place_name": record.place_name,
            "languages": record.languages,
            "topics": record.topics,
            "note": record.note,
            "attributes": record.attributes,
        }
    ).decode()
    roles = tuple(sorted(record.roles))
    shown = [name.value for name in record.names] + [identifier.value for identifier in record.identifiers]
    return ActorRow(
        id=statement.id,
        scope=str(statement.scope),
        source=statement.source,
        hash=content_hash((str(statement.scope), statement.source, record.kind, record.country, roles, body)),
        kind=record.kind,
        name=record.names[0].value,
        country=record.country,
        roles=roles,
        searchable=tuple(dict.fromkeys(folded for text in shown if (folded := fold(text)))),
        body=body,
        file=record.place.file,
        locator=record.place.locator,
        raw=orjson.dumps(record.raw).decode(),
    )


def actor_statement(row: ActorRow) -> ActorStatement:
    """The statement kept as `row`; the record's own sensitivity is folded into the scope."""
    body = orjson.loads(row.body)
    record = _new_actor(
        place=_new_place(row.file, row.locator),
        key=body["key"],
        kind=row.kind,
        names=tuple(_new_name(value, language, NameKind(kind)) for value, language, kind in body["names"]),
        roles=frozenset(row.roles),
        identifiers=tuple(_new_identifier(scheme, value) for scheme, value in body["identifiers"]),
        country=row.country,
        place_name=body["place_name"],
        languages=tuple(body["languages"]),
        topics=tuple(body["topics"]),
        note=body["note"],
        attributes=_pairs(body["attributes"]),
        raw=_pairs(orjson.loads(row.raw)),
    )
    return _new_actor_statement(StatementId(row.id), _scope(row.scope), SourceId(row.source), record)


def tie_row(statement: TieStatement) -> TieRow:
    """`statement` in row form."""
    record, money = statement.record, statement.record.money
    body = orjson.dumps((record.key, record.reporter, record.note, record.attributes)).decode()
    start = record.period.start.text if record.period.start else None
    end = record.period.end.text if record.period.end else None
    amount = str(money.amount) if money and money.amount is not None else None
    flow_class = money.flow_class.label if money else None
    currency = money.currency if money else None
    value_date = money.value_date.text if money and money.value_date else None
    flow = (flow_class, amount, currency, value_date)
    scope = str(statement.scope)
    said = (record.kind, start, end, record.status, record.confidence, record.formality, record.strength, flow, body)
    return TieRow(
        id=statement.id,
        scope=scope,
        source=statement.source,
        hash=content_hash((scope, statement.source, statement.ego, statement.alter, said)),
        kind=record.kind,
        ego=statement.ego,
        alter=statement.alter,
        start=start,
        end=end,
        status=record.status.value,
        confidence=record.confidence.value,
        formality=record.formality.value,
        strength=record.strength,
        flow_class=flow_class,
        amount=amount,
        currency=currency,
        value_date=value_date,
        body=body,
        file=record.place.file,
        locator=record.place.locator,
        raw=orjson.dumps(record.raw).decode(),
    )


def tie_statement(row: TieRow) -> TieStatement:
    """The statement kept as `row`. Its record's ego and alter are statement ids: a store has no keys of sources."""
    key, reporter, note, attributes = orjson.loads(row.body)
    record = _new_tie(
        place=_new_place(row.file, row.locator),
        key=key,
        kind=row.kind,
        ego=row.ego,
        alter=row.alter,
        period=_period(row.start, row.end),
        formality=Formality(row.formality),
        status=Status(row.status),
        confidence=Confidence(row.confidence),
        strength=row.strength,
        money=_money(row),
        reporter=reporter,
        note=note,
        attributes=_pairs(attributes),
        raw=_pairs(orjson.loads(row.raw)),
    )
    ends = StatementId(row.ego), StatementId(row.alter)
    return _new_tie_statement(StatementId(row.id), _scope(row.scope), SourceId(row.source), *ends, record)


def _money(row: TieRow) -> Money | None:
    if row.flow_class is None:
        return None
    amount = None if row.amount is None else Decimal(row.amount)
    return Money(FlowClass.parse(row.flow_class), amount, row.currency, _period(row.value_date, None).start)


def _pairs(pairs: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in pairs)
