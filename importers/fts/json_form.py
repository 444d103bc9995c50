"""Flows out of the answers of FTS's API, version 1."""

from __future__ import annotations

from typing import Any

from importers.fts.flow import End, Flow, Pair
from importers.units import Unusable

WANTED = (("data", "flows"), ("flows",))
_RAW_CHARACTERS = 600
_OBJECT_FACTS = (
    ("Plan", "plan"),
    ("Project", "project"),
    ("Emergency", "emergency"),
    ("Cluster", "cluster"),
    ("Location", "for country"),
    ("UsageYear", "usage year"),
)
_FACTS = (
    ("flowType", "flow type"),
    ("boundary", "boundary"),
    ("onBoundary", "on boundary"),
    ("amountUSD", "amount in US dollars"),
    ("exchangeRate", "exchange rate"),
    ("budgetYear", "budget year"),
    ("contributionType", "contribution"),
    ("method", "method"),
    ("refCode", "reference"),
)
READ = frozenset(
    {
        *(name for name, _ in _FACTS),
        *("id", "status", "originalAmount", "originalCurrency", "date", "decisionDate", "firstReportedDate"),
        *("description", "keywords", "parentFlowId", "childFlowIds", "newMoney", "grandBargainEarmarkingType"),
        *("sourceObjects", "destinationObjects", "reportDetails", "versionId", "createdAt", "updatedAt"),
    }
)


def flow_of(record: dict[str, Any]) -> Flow:
    """The flow in one object of the list. Raises Unusable where a member has not the form that FTS documents."""
    sources, destinations = _objects(record, "sourceObjects"), _objects(record, "destinationObjects")
    named = _names(destinations)
    reports = [_text(report, "organization") for report in _dicts(record, "reportDetails")]
    return Flow(
        number=_text(record, "id"),
        givers=_ends(sources),
        receivers=_ends(destinations),
        status=_text(record, "status"),
        dollars=_text(record, "amountUSD"),
        original=_text(record, "originalAmount"),
        currency=_text(record, "originalCurrency"),
        days=(_text(record, "date"), _text(record, "decisionDate"), _text(record, "firstReportedDate")),
        description=_text(record, "description"),
        keywords=_texts(record, "keywords"),
        parent=_text(record, "parentFlowId"),
        children=_texts(record, "childFlowIds"),
        plan=next(iter(named.get("Plan", ())), ""),
        project=next(iter(named.get("Project", ())), ""),
        locations=tuple(named.get("Location", ())),
        reporters=tuple(dict.fromkeys(filter(None, reports))),
        facts=_facts(record, named),
        raw=_raw(record, sources, destinations),
    )


def _facts(record: dict[str, Any], named: dict[str, list[str]]) -> tuple[Pair, ...]:
    facts = [(name, text) for key, name in _FACTS if (text := _text(record, key))]
    if record.get("newMoney") is False:
        facts.append(("new money", "no"))
    facts += [("earmarked", text) for text in _texts(record, "grandBargainEarmarkingType")]
    for sort, name in _OBJECT_FACTS:
        facts += [(name, text) for text in named.get(sort, ())]
    return tuple(facts)


def _raw(record: dict[str, Any], sources: list[dict[str, Any]], destinations: list[dict[str, Any]]) -> tuple[Pair, ...]:
    pairs = [(key, value[:_RAW_CHARACTERS]) for key, value in record.items() if value.__class__ is str]
    for key in ("newMoney", "childFlowIds", "keywords"):
        value = record.get(key)
        if value is not None:
            pairs += [(key, str(value)[:_RAW_CHARACTERS])]
    for key, objects in (("sourceObjects", sources), ("destinationObjects", destinations)):
        shown = "; ".join([f"{item.get('type')}: {item.get('name')}" for item in objects])
        pairs.append((key, shown[:_RAW_CHARACTERS]))
    return tuple(pairs[:40])


def _ends(objects: list[dict[str, Any]]) -> tuple[End, ...]:
    return tuple(
        [
            End(
                _text(item, "name"),
                _text(item, "id"),
                _texts(item, "organizationTypes"),
                _texts(item, "organizationSubTypes"),
            )
            for item in objects
            if item.get("type") == "Organization"
        ]
    )


def _names(objects: list[dict[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in objects:
        name = _text(item, "name")
        if name:
            found.setdefault(_text(item, "type"), []).append(name)
    return found


def _objects(record: dict[str, Any], key: str) -> list[dict[str, Any]]:
    if record.get(key) is None:
        raise Unusable("flow.malformed", f"The flow has no list {key}.", key)
    return _dicts(record, key)


def _dicts(record: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = record.get(key)
    if value is None:
        return []
    if value.__class__ is not list or any(item.__class__ is not dict for item in value):
        raise Unusable("flow.malformed", "A list of objects is needed here.", key, str(value)[:200])
    return list(value)


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if value.__class__ is str:
        return str(value)
    if value is None:
        return ""
    raise Unusable("flow.malformed", "A text or number is needed here.", key, str(value)[:200])


def _texts(record: dict[str, Any], key: str) -> tuple[str, ...]:
    value = record.get(key)
    if value is None:
        return ()
    if value.__class__ is not list or any(item.__class__ is not str for item in value):
        raise Unusable("flow.malformed", "A list of texts or numbers is needed here.", key, str(value)[:200])
    return tuple(value)
