"""The workbook to download: the documented sheets with explanations and allowed words, empty or with an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from graphsvc.errors import WrongUse
from graphsvc.kinds import Kinds
from importers.workbook.columns import LANGUAGES, Column, Form, forms
from importers.workbook.words import shown
from importers.workbook.writing import write_workbook

_SHEETS = ("actors", "ties", "sources", "facts")
_EXPLANATIONS = {"en": "explanations", "es": "explicaciones"}
_WORDS = {"en": "words", "es": "palabras"}
_HEADS = {
    "en": (("sheet", "column", "needed", "what to write"), ("column", "write", "meaning")),
    "es": (("hoja", "columna", "necesaria", "qué escribir"), ("columna", "se escribe", "significado")),
}
_YES = {"en": "yes", "es": "sí"}

Row = Mapping[str, str]
EXAMPLE: Mapping[str, Sequence[Row]] = {
    "actors": (
        {
            "id": "alba",
            "name": "Alba Shelter",
            "name_language": "en",
            "acronym": "AS",
            "aliases": "Albergue Alba",
            "kind": "organization",
            "roles": "cso|shelter",
            "country": "MX",
            "place": "Ejemplo",
            "languages": "es|en",
            "identifiers": "org-id:MX-EXAMPLE-1",
            "source": "report",
            "section": "p. 3",
            "sensitivity": "public",
            "attr:website": "https://alba.example",
        },
        {"id": "bora", "name": "Bora Foundation", "kind": "organization", "roles": "funder", "country": "TR"},
        {"id": "ceylan", "name": "Ceylan Example", "kind": "person", "roles": "policymaker"},
    ),
    "ties": (
        {
            "from": "bora",
            "to": "alba",
            "kind": "funds",
            "start": "2023",
            "formality": "formal",
            "status": "realised",
            "confidence": "stated",
            "amount": "125000.50",
            "currency": "MXN",
            "flow_class": "disbursement",
            "value_date": "2023-05-02",
            "source": "report",
            "section": "p. 7",
            "sensitivity": "public",
        },
        {"from": "alba", "to": "Ceylan Example", "kind": "met", "start": "2023-10", "formality": "informal"},
        {"from": "alba", "to": "bora", "kind": "works_with", "status": "planned", "note": "agreed in principle"},
    ),
    "sources": (
        {"id": "report", "title": "An Invented Report", "publisher": "Alba Shelter", "date": "2024-02"},
    ),
    "facts": ({"actor": "alba", "fact": "Beds", "value": "40", "source": "report", "section": "p. 2"},),
}  # fmt: skip


def write(target: Path | IO[bytes], kinds: Kinds, language: str, *, is_filled: bool = False) -> None:
    """The documented workbook at `target`, with headers and explanations in `language` (en or es).

    Args:
        target: where to write; an existing file is replaced.
        kinds: the kinds of the installation: their names are the allowed words.
        language: `en` or `es`.
        is_filled: with the rows of an example of invented names, which can be imported as it is.

    Raises:
        WrongUse: there is no template in that language.
    """
    if language not in LANGUAGES:
        raise WrongUse(f"There is no template in {language!r}.", hint=f"Use one of: {', '.join(LANGUAGES)}.")
    sheets = {}
    for name in _SHEETS:
        form = forms()[name]
        rows = EXAMPLE[name] if is_filled else ()
        sheets[form.titles[language][0]] = sheet_rows(form, rows, language)
    sheets[_EXPLANATIONS[language]] = _explanations(language)
    sheets[_WORDS[language]] = _allowed(kinds, language)
    write_workbook(target, sheets)


def sheet_rows(form: Form, rows: Sequence[Row], language: str) -> list[list[str]]:
    """A documented sheet as texts: its headers in `language`, own attributes behind them, then `rows`."""
    columns = [*form.columns, *dict.fromkeys(name for row in rows for name in row if name not in form.columns)]
    heads = [form.columns[name].headers[language][0] if name in form.columns else name for name in columns]
    return [heads, *([row.get(name, "") for name in columns] for row in rows)]


def _explanations(language: str) -> list[list[str]]:
    rows = [list(_HEADS[language][0])]
    for name in _SHEETS:
        form = forms()[name]
        rows.append([form.titles[language][0], "", "", form.about[language]])
        alone = {group[0] for group in form.required}
        for column in form.columns.values():
            needed = _YES[language] if column.name in alone else ""
            rows.append([form.titles[language][0], column.headers[language][0], needed, column.about[language]])
    return rows


def _allowed(kinds: Kinds, language: str) -> list[list[str]]:
    rows = [list(_HEADS[language][1])]
    for name in _SHEETS:
        for column in forms()[name].columns.values():
            if column.words is not None and "." not in column.name:
                rows += _words_of(column, name, kinds, language)
    return rows


def _words_of(column: Column, form: str, kinds: Kinds, language: str) -> list[list[str]]:
    label = f"{forms()[form].titles[language][0]}: {column.headers[language][0]}"
    return [[label, word, meaning] for word, meaning in shown(str(column.words), kinds, language)]
