"""The sheet of facts: what a source says about one actor and is no tie."""

from __future__ import annotations

from importers.workbook.actors import ActorIndex, own_attributes
from importers.workbook.fields import Fields
from importers.workbook.sources import SourceBook


def fact_of_row(fields: Fields, sources: SourceBook, actors: ActorIndex) -> tuple[str, tuple[str, str]] | None:
    """The key of the actor and its new attribute (name, text); None where the row is refused.

    The text is the value, then in brackets whatever else the row says about it.
    """
    reference, name, value = fields.needed("actor"), fields.needed("fact"), fields.needed("value")
    source, where = sources.of_tie(fields)
    note = fields.text("note", is_long=True)
    details = [*own_attributes(fields), *where]
    details += [("source", source)] if source else []
    details += [("note", note)] if note else []
    if reference is None or name is None or value is None:
        return None
    key = actors.find(reference)
    if not isinstance(key, str):
        fields.issue(key.rule.replace("tie.", "fact."), key.advice, "actor")
        return None
    if fields.is_refused:
        return None
    said = "; ".join(f"{label}: {text}" for label, text in details)
    return key, (name, f"{value} ({said})" if said else value)
