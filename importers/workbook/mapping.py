"""Mapping files: which foreign header feeds which documented column, constant texts, and translations of values."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graphsvc.errors import NotFound, UnreadableFile
from importers.reading.files import open_bytes, refusal
from importers.workbook.columns import ATTRIBUTE, forms

MAX_MAPPING_BYTES = 1_000_000
NUMBER = "{n}"
"""Stands in a header for the number of a repeated column: `org{n}` is org1, org2, ..."""
_SPEC_KEYS = {"header": str, "headers": list, "prefix": str, "before": str, "after": str}
_TABLE_KEYS = {"form", "sheet", "columns", "constants", "values", "ignore", "repeat", "optional"}
_SEE = "docs/importers.md describes mapping files."


@dataclass(frozen=True, slots=True)
class Feed:
    """What fills a documented column.

    Attributes:
        headers: the foreign headers; texts of several are joined by a bar.
        prefix: put before each text that is not blank.
        before, after: only what stands before (after) the first such sign; `after` of a text without it is blank.
    """

    headers: tuple[str, ...]
    prefix: str = ""
    before: str = ""
    after: str = ""

    def shape(self, text: str) -> str:
        """What the column gets of the cell's `text`."""
        if self.before:
            text = text.partition(self.before)[0]
        if self.after:
            text = text.partition(self.after)[2]
        text = text.strip()
        return self.prefix + text if text else ""

    def numbered(self, number: int) -> Feed:
        """This feed for the repeated column `number`."""
        headers = tuple(header.replace(NUMBER, str(number)) for header in self.headers)
        return Feed(headers, self.prefix, self.before, self.after)

    @property
    def is_repeated(self) -> bool:
        """Whether a header of it stands for several columns."""
        return any(NUMBER in header for header in self.headers)


@dataclass(frozen=True, slots=True)
class Translation:
    """For one column: a text of the file, and the columns it sets to which texts. Applied in the file's order."""

    column: str
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How one table is read.

    Attributes:
        form: the documented sheet that it feeds.
        sheet: the sheet, or the text file without its ending; None: the only table.
        ignore: headers that are left out on purpose and not reported.
        optional: foreign headers that may be missing.
        repeat: first and last number of repeated columns.
    """

    form: str
    sheet: str | None = None
    columns: Mapping[str, Feed] = field(default_factory=lambda: MappingProxyType({}))
    constants: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    translations: tuple[Translation, ...] = ()
    ignore: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    repeat: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A whole mapping file; `choices` are defaults for what a person may choose (decimal sign, order of dates)."""

    title: str
    tables: tuple[TablePlan, ...]
    choices: Mapping[str, str]


def shipped() -> tuple[str, ...]:
    """The names of the mapping files that come with the program."""
    folder = files("importers").joinpath("mappings")
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


def shipped_path(name: str) -> Path:
    """The path of the mapping file `name` that comes with the program. Raises NotFound for an unknown one."""
    if name not in shipped():
        raise NotFound(f"No mapping {name} comes with the program.", hint=f"There are: {', '.join(shipped())}.")
    return Path(str(files("importers").joinpath("mappings", f"{name}.toml")))


def load(path: Path) -> TableMapping:
    """The mapping file at `path`.

    Raises:
        UnreadableFile: it is not sound TOML, or a key, column or table of it is not known.
    """
    with open_bytes(path, MAX_MAPPING_BYTES) as stream:
        content = stream.read()
    try:
        found = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise refusal(path, "mapping.unreadable", f"The mapping is not sound TOML: {error}.", hint=_SEE) from error
    return _Reader(path).mapping(found)


class _Reader:
    def __init__(self, path: Path) -> None:
        self._path = path

    def mapping(self, found: dict[str, Any]) -> TableMapping:
        self._only(found, {"title", "table", "decimal", "date-order"}, "the mapping")
        tables = found.get("table")
        if not isinstance(tables, list) or not tables:
            raise self._refuse("A mapping needs at least one [[table]].")
        names: tuple[str, ...] = ("decimal", "date-order")
        choices = {key: self._text(found[key], key) for key in names if key in found}
        plans = tuple(
            self._table(self._dict(table, f"[[table]] {n}"), f"table {n}") for n, table in enumerate(tables, 1)
        )
        return TableMapping(self._text(found.get("title", ""), "title"), plans, MappingProxyType(choices))

    def _table(self, table: dict[str, Any], where: str) -> TablePlan:
        self._only(table, _TABLE_KEYS, where)
        form = self._text(table.get("form"), f"{where}, form")
        if form not in forms():
            raise self._refuse(f"{where}: there is no form “{form}”.", f"Use one of: {', '.join(forms())}.")
        columns = self._columns(form, self._dict(table.get("columns", {}), where), where)
        constants = self._dict(table.get("constants", {}), where)
        self._known(form, constants, where)
        both = sorted(set(columns) & set(constants))
        if both:
            raise self._refuse(f"{where}: {both[0]} has a column and a constant.")
        missing = forms()[form].missing([*columns, *constants])
        if missing:
            raise self._refuse(f"{where}: nothing feeds {' or '.join(missing[0])}.")
        repeat = self._repeat(table.get("repeat"), where)
        if repeat is None and any(feed.is_repeated for feed in columns.values()):
            raise self._refuse(f"{where}: a header holds {NUMBER}, and [table.repeat] is missing.")
        return TablePlan(
            form,
            self._text(table["sheet"], f"{where}, sheet") if "sheet" in table else None,
            MappingProxyType(columns),
            MappingProxyType({name: self._text(text, f"{where}, {name}") for name, text in constants.items()}),
            self._translations(form, self._dict(table.get("values", {}), where), where),
            frozenset(self._texts(table.get("ignore", []), f"{where}, ignore")),
            frozenset(self._texts(table.get("optional", []), f"{where}, optional")),
            repeat,
        )

    def _columns(self, form: str, columns: dict[str, Any], where: str) -> dict[str, Feed]:
        self._known(form, columns, where)
        return {name: self._feed(spec, f"{where}, {name}") for name, spec in columns.items()}

    def _feed(self, spec: Any, where: str) -> Feed:
        if isinstance(spec, str):
            return Feed((spec,))
        if isinstance(spec, list):
            return Feed(self._texts(spec, where))
        entry = self._dict(spec, where)
        self._only(entry, _SPEC_KEYS, where)
        if ("header" in entry) == ("headers" in entry):
            raise self._refuse(f"{where}: give either header or headers.")
        headers = (entry["header"],) if "header" in entry else self._texts(entry["headers"], where)
        rest = {key: self._text(entry.get(key, ""), where) for key in ("prefix", "before", "after")}
        return Feed(tuple(self._text(header, where) for header in headers), **rest)

    def _translations(self, form: str, values: dict[str, Any], where: str) -> tuple[Translation, ...]:
        self._known(form, values, where)
        found = []
        for column, texts in values.items():
            here = f"{where}, values.{column}"
            table = {}
            for text, becomes in self._dict(texts, here).items():
                sets = {column: becomes} if isinstance(becomes, str) else self._dict(becomes, here)
                self._known(form, sets, here)
                table[text] = MappingProxyType({name: self._text(word, here) for name, word in sets.items()})
            found.append(Translation(column, MappingProxyType(table)))
        return tuple(found)

    def _repeat(self, spec: Any, where: str) -> tuple[int, int] | None:
        if spec is None:
            return None
        entry = self._dict(spec, f"{where}, repeat")
        self._only(entry, {"first", "last"}, f"{where}, repeat")
        first, last = entry.get("first"), entry.get("last")
        if type(first) is not int or type(last) is not int or not 0 <= first <= last < first + 500:
            raise self._refuse(f"{where}: repeat needs whole numbers first and last, at most 500 apart.")
        return first, last

    def _known(self, form: str, names: Iterable[str], where: str) -> None:
        for name in names:
            is_attribute = name.startswith(ATTRIBUTE) and len(name) > len(ATTRIBUTE)
            if name not in forms()[form].columns and not is_attribute:
                hint = f"Use one of: {', '.join(forms()[form].columns)}, attr:NAME. Quote names with a dot."
                raise self._refuse(f"{where}: {form} has no column “{name}”.", hint)

    def _only(self, entry: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
        for key in entry:
            if key not in allowed:
                raise self._refuse(f"{where}: “{key}” is not known.", f"Use one of: {', '.join(sorted(allowed))}.")

    def _dict(self, value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._refuse(f"{where}: a table is needed here.")
        return value

    def _text(self, value: Any, where: str) -> str:
        if not isinstance(value, str):
            raise self._refuse(f"{where}: a text in quotation marks is needed here.")
        return value

    def _texts(self, value: Any, where: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self._refuse(f"{where}: a list of texts is needed here.")
        return tuple(self._text(item, where) for item in value)

    def _refuse(self, message: str, hint: str = _SEE) -> UnreadableFile:
        return refusal(self._path, "mapping.wrong", message, hint=hint)
