"""Records as a workbook that the importer reads back as the same records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from graphsvc.model.records import ActorRecord, TieRecord
from graphsvc.model.values import Confidence, Formality, NameKind, Status
from importers.template import sheet_rows
from importers.workbook.columns import ATTRIBUTE, forms
from importers.workbook.sources import SECTION
from importers.workbook.writing import write_workbook

_BAR = "|"


def write_records(path: Path, actors: Iterable[ActorRecord], ties: Iterable[TieRecord], language: str = "en") -> None:
    """A workbook of `actors` and `ties` at `path`; read again it gives the same records, but for place and raw row.

    Keys are written as ids. The documented columns cannot hold the language of names other than the first, nor
    the kinds brand, legal and transliteration (they become other names): records read from a workbook have neither.
    """
    kept = tuple(actors)
    rows = {
        "actors": [actor_row(actor) for actor in kept],
        "ties": [tie_row(tie) for tie in ties],
        "facts": [row for actor in kept for row in fact_rows(actor)],
    }
    write_workbook(
        path,
        {forms()[name].titles[language][0]: sheet_rows(forms()[name], found, language) for name, found in rows.items()},
    )


def fact_rows(actor: ActorRecord) -> Iterator[Mapping[str, str]]:
    """Attributes of an actor that have one name stand in the sheet of facts: a row of actors has one cell for each."""
    for name, text in actor.attributes:
        if name in _repeated(actor):
            yield {"actor": actor.key, "fact": name, "value": text}


def actor_row(actor: ActorRecord) -> Mapping[str, str]:
    """The cells of an actor by column."""
    first, *others = actor.names
    cells = {
        "id": actor.key,
        "name": first.value,
        "name_language": first.language or "",
        "acronym": _BAR.join(name.value for name in others if name.kind is NameKind.ACRONYM),
        "former": _BAR.join(name.value for name in others if name.kind is NameKind.FORMER),
        "aliases": _BAR.join(n.value for n in others if n.kind not in (NameKind.ACRONYM, NameKind.FORMER)),
        "kind": actor.kind,
        "roles": _BAR.join(sorted(actor.roles)),
        "country": actor.country or "",
        "place": actor.place_name or "",
        "languages": _BAR.join(actor.languages),
        "topics": _BAR.join(actor.topics),
        "identifiers": _BAR.join(str(identifier) for identifier in actor.identifiers),
        "source": _BAR.join(text for name, text in actor.attributes if name == "source_document"),
        "section": next((text for name, text in actor.attributes if name == SECTION), ""),
        "note": actor.note or "",
        "sensitivity": actor.sensitivity.label if actor.sensitivity else "",
    }
    return cells | _attributes(actor.attributes, {"source_document", SECTION, *_repeated(actor)})


def tie_row(tie: TieRecord) -> Mapping[str, str]:
    """The cells of a tie by column."""
    cells = {
        "id": tie.key,
        "from": tie.ego,
        "to": tie.alter,
        "kind": tie.kind,
        "start": tie.period.start.text if tie.period.start else "",
        "end": tie.period.end.text if tie.period.end else "",
        "formality": "" if tie.formality is Formality.UNKNOWN else tie.formality.value,
        "status": "" if tie.status is Status.REALISED else tie.status.value,
        "confidence": "" if tie.confidence is Confidence.STATED else tie.confidence.value,
        "strength": "" if tie.strength is None else format(tie.strength, "f"),
        "source": tie.reporter or "",
        "section": next((text for name, text in tie.attributes if name == SECTION), ""),
        "note": tie.note or "",
        "sensitivity": tie.sensitivity.label if tie.sensitivity else "",
    }
    return cells | _money(tie) | _attributes(tie.attributes, {SECTION})


def _repeated(actor: ActorRecord) -> set[str]:
    counts = Counter(name for name, _ in actor.attributes)
    return {name for name, times in counts.items() if times > 1 and name not in ("source_document", SECTION)}


def _money(tie: TieRecord) -> dict[str, str]:
    if tie.money is None:
        return {}
    return {
        "amount": "" if tie.money.amount is None else format(tie.money.amount, "f"),
        "currency": tie.money.currency or "",
        "flow_class": tie.money.flow_class.label,
        "value_date": tie.money.value_date.text if tie.money.value_date else "",
    }


def _attributes(attributes: tuple[tuple[str, str], ...], left_out: set[str]) -> dict[str, str]:
    """Own columns; several texts of one name become one, since a row has one cell for it."""
    found: dict[str, str] = {}
    for name, text in attributes:
        if name not in left_out:
            key = ATTRIBUTE + name
            found[key] = f"{found[key]}{_BAR}{text}" if key in found else text
    return found
