"""The documented sheets and their columns, read from columns.toml, and finding them by their headers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from graphsvc.folding import fold
from importers.reading.tables import Use, header_key

LANGUAGES = ("en", "es")
ATTRIBUTE = "attr:"
ENDS = ("from", "to")


@dataclass(frozen=True, slots=True)
class Column:
    """A documented column.

    Attributes:
        name: what the code calls it: `kind`, `from.name`.
        headers: by language; the first is the one the template writes.
        use: what its cells are for.
        is_code: its texts are identifiers: invisible joiners are taken out of them.
        words: the list of allowed words, by its name in `words.Words`; None: free.
        about: what to write there, by language.
    """

    name: str
    headers: Mapping[str, tuple[str, ...]]
    use: Use
    is_code: bool
    words: str | None
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """A documented sheet: `actors`, `ties`, `sources` or `facts`. `required`: one column of each group is needed."""

    name: str
    titles: Mapping[str, tuple[str, ...]]
    about: Mapping[str, str]
    required: tuple[tuple[str, ...], ...]
    columns: Mapping[str, Column]

    def known(self, header: str) -> str | None:
        """The column that `header` names in any language; an `attr:` header names itself; None: not known."""
        key = header_key(header)
        if key.startswith(ATTRIBUTE) and len(key) > len(ATTRIBUTE):
            return ATTRIBUTE + header.partition(":")[2].strip()
        return _by_header(self.name).get(key)

    def fits(self, headers: Sequence[str]) -> int:
        """How many of `headers` are known columns; 0 where nothing that is required is among them."""
        names = {name for header in headers if (name := self.known(header)) is not None}
        wanted = {name for group in self.required for name in group}
        return len(names) if names & wanted else 0

    def missing(self, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """The groups of required columns of which `names` has none."""
        return tuple(group for group in self.required if not set(group) & set(names))


@cache
def forms() -> Mapping[str, Form]:
    """The documented sheets by name."""
    tables = tomllib.loads(files("importers.workbook").joinpath("columns.toml").read_text("utf-8"))
    actors = tables["actors"]["columns"]
    return MappingProxyType({name: _form(name, table, actors) for name, table in tables.items()})


def form_called(title: str) -> str | None:
    """The documented sheet that `title` names in any language, case and accents aside; None: none."""
    key = fold(title)
    for name, form in forms().items():
        if key == name or any(key == fold(word) for words in form.titles.values() for word in words):
            return name
    return None


@cache
def _by_header(form: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for column in forms()[form].columns.values():
        found[header_key(column.name)] = column.name
        for words in column.headers.values():
            found.update({header_key(word): column.name for word in words})
    return found


def _form(name: str, table: Mapping[str, Any], actors: Mapping[str, Any]) -> Form:
    columns = {key: _column(key, entry) for key, entry in table["columns"].items()}
    for end in ENDS if "ends" in table else ():
        for key in table["ends"]["columns"]:
            made = _end_column(end, key, actors[key], table["ends"]["headers"])
            columns[made.name] = made
    required = tuple(tuple(group) for group in table["required"])
    return Form(name, _words(table["titles"]), table["about"], required, MappingProxyType(columns))


def _column(name: str, entry: Mapping[str, Any]) -> Column:
    headers = _words({language: entry[language] for language in LANGUAGES})
    is_code = entry.get("use") == "code"
    use = Use.TEXT if is_code else Use(entry.get("use", "text"))
    return Column(name, headers, use, is_code, entry.get("words"), entry["about"])


def _end_column(end: str, name: str, entry: Mapping[str, Any], ends: Mapping[str, Mapping[str, str]]) -> Column:
    plain = _column(name, entry)
    headers = {
        "en": (f"{ends['en'][end]} {plain.headers['en'][0]}",),
        "es": (f"{plain.headers['es'][0]} de {ends['es'][end]}",),
    }
    return Column(f"{end}.{name}", headers, plain.use, plain.is_code, plain.words, plain.about)


def _words(table: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({language: tuple(words) for language, words in table.items()})
