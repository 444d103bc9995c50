"""What a viewer sees, as JSON Lines: one canonical text for equal content, in every store and on every machine.

First the sources, then actor statements, tie statements and identity decisions, each sorted by id. Where a statement
stands in its file is left out unless asked for: the same facts in another row order are the same content.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import orjson

from graphsvc.access import Viewer
from graphsvc.model.records import ActorRecord, Place, TieRecord
from graphsvc.model.statements import ActorStatement, Decision, Source, StatementId, TieStatement
from graphsvc.model.values import Money
from graphsvc.store.protocol import GraphStore

FORMAT = 1
TIES_AT_ONCE = 2_000


def export_lines(store: GraphStore, viewer: Viewer, *, with_places: bool = False) -> Iterator[bytes]:
    """The lines, each ending in a line feed; the first names the format.

    Args:
        store: where the statements are.
        viewer: who asks; nothing else is in the answer.
        with_places: also the file and row of each statement.
    """
    for value in _values(store, viewer, with_places=with_places):
        known = {name: part for name, part in value.items() if part not in (None, (), [], {})}
        yield orjson.dumps(known, option=orjson.OPT_SORT_KEYS) + b"\n"


def _values(store: GraphStore, viewer: Viewer, *, with_places: bool) -> Iterator[Mapping[str, Any]]:
    yield {"export": "graphsvc", "format": FORMAT}
    for source in store.sources(viewer):
        yield _source(source)
    for actor in store.actor_statements(viewer):
        yield {**_actor(actor), **_place(actor.record.place, with_places)}
    ids = iter(store.tie_columns(viewer).ids)
    while some := [StatementId(id_) for id_ in islice(ids, TIES_AT_ONCE)]:
        for tie in store.tie_statements(viewer, some):
            yield {**_tie(tie), **_place(tie.record.place, with_places)}
    for decision in store.decisions(viewer):
        yield _decision(decision)


def _source(source: Source) -> Mapping[str, Any]:
    return {
        "sort": "source",
        "id": source.id,
        "collection": source.collection,
        "title": source.title,
        "sensitivity": source.sensitivity.label,
        "publisher": source.publisher,
        "licence": source.licence,
        "url": source.url,
        "published_on": source.published_on,
        "reporter": source.reporter,
    }


def _actor(statement: ActorStatement) -> Mapping[str, Any]:
    record = statement.record
    return {
        "sort": "actor",
        "id": statement.id,
        "scope": str(statement.scope),
        "source": statement.source,
        "kind": record.kind,
        "names": [[name.value, name.language, name.kind.value] for name in record.names],
        "roles": sorted(record.roles),
        "identifiers": [[identifier.scheme, identifier.value] for identifier in record.identifiers],
        "country": record.country,
        "place_name": record.place_name,
        "languages": record.languages,
        "topics": record.topics,
        **_remarks(record),
    }


def _tie(statement: TieStatement) -> Mapping[str, Any]:
    record = statement.record
    return {
        "sort": "tie",
        "id": statement.id,
        "scope": str(statement.scope),
        "source": statement.source,
        "kind": record.kind,
        "ego": statement.ego,
        "alter": statement.alter,
        "start": record.period.start.text if record.period.start else None,
        "end": record.period.end.text if record.period.end else None,
        "status": record.status.value,
        "confidence": record.confidence.value,
        "formality": record.formality.value,
        "strength": record.strength,
        "money": _money(record.money),
        "reporter": record.reporter,
        **_remarks(record),
    }


def _remarks(record: ActorRecord | TieRecord) -> Mapping[str, Any]:
    return {"note": record.note, "attributes": record.attributes}


def _money(money: Money | None) -> Mapping[str, Any] | None:
    if money is None:
        return None
    return {
        "class": money.flow_class.label,
        "amount": None if money.amount is None else str(money.amount),
        "currency": money.currency,
        "value_date": money.value_date.text if money.value_date else None,
    }


def _decision(decision: Decision) -> Mapping[str, Any]:
    return {
        "sort": "decision",
        "left": decision.left,
        "right": decision.right,
        "judgement": decision.judgement.value,
        "reason": decision.reason,
        "decided_by": decision.decided_by,
        "decided_at": decision.decided_at.isoformat(),
    }


def _place(place: Place, is_wanted: bool) -> Mapping[str, str]:  # noqa: FBT001 - private, one caller a sort
    return {"file": place.file, "row": place.locator} if is_wanted else {}
