"""The sheet of sources: documents that the rows of the other sheets name, and what they add to those rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphsvc.folding import fold
from graphsvc.model.records import Place, RowIssue
from importers.workbook.fields import Fields

_DETAILS = ("publisher", "date", "url", "licence")
SECTION = "source_section"


@dataclass(slots=True)
class _Document:
    place: Place
    title: str
    details: tuple[tuple[str, str], ...]
    is_used: bool = False


class SourceBook:
    """The documents by id and title. An import without the sheet has none; rows may name any title then."""

    def __init__(self) -> None:
        self._documents: dict[str, _Document] = {}
        self._all: list[_Document] = []

    def add(self, fields: Fields) -> None:
        """Takes in one row of the sheet sources; what is wrong with it ends in `fields.issues`."""
        own, title = fields.needed("id"), fields.needed("title")
        texts = [(name, fields.text(name)) for name in ("publisher", "url", "licence", "note")]
        date = fields.day("date")
        if own is None or title is None or fields.is_refused:
            return
        if fold(own) in self._documents:
            advice = f"This id stands at {self._documents[fold(own)].place} already."
            fields.issue("source.id-twice", advice, "id")
            return
        details = dict(texts) | {"date": date.text if date else None}
        kept = tuple((f"source_{name}", text) for name in _DETAILS if (text := details.get(name)))
        document = _Document(fields.place, title, kept)
        self._all.append(document)
        self._documents[fold(own)] = document
        self._documents.setdefault(fold(title), document)

    def of_tie(self, fields: Fields) -> tuple[str | None, tuple[tuple[str, str], ...]]:
        """Who says what a row of ties says, and where: the document's title, and attributes about it."""
        text, section = fields.text("source"), fields.text("section")
        where = ((SECTION, section),) if section else ()
        if text is None:
            return None, where
        document = self._find(text, fields)
        return (document.title, (*where, *document.details)) if document else (text, where)

    def of_actor(self, fields: Fields) -> Iterator[tuple[str, str]]:
        """Attributes about the documents that a row of actors names."""
        for text in fields.many("source"):
            document = self._find(text, fields)
            yield "source_document", document.title if document else text
        section = fields.text("section")
        if section:
            yield SECTION, section

    def unused(self) -> Iterator[RowIssue]:
        """An issue for each document that no row names: nothing came of its row."""
        for document in self._all:
            if not document.is_used:
                yield RowIssue(document.place, "source.unused", "No row names this source; nothing came of it.", "id")

    def _find(self, text: str, fields: Fields) -> _Document | None:
        document = self._documents.get(fold(text))
        if document is not None:
            document.is_used = True
        elif self._all:
            advice = "The sheet of sources does not hold this; it was kept as it is written."
            fields.issue("source.unknown", advice, "source", is_refusal=False)
        return document
