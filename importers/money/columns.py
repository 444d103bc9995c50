"""Tables of a fixed layout, of which many columns are not wanted: every needed column is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from graphsvc.errors import WrongUse
from graphsvc.model.records import Item, Place
from importers.importer import Reading
from importers.money.account import Account
from importers.reading.files import refusal
from importers.reading.tables import Fits, Row, Table
from importers.reading.tabular import TableChoices
from importers.reading.text import declared_encoding
from importers.units import Unusable

Take = Callable[[Callable[[str], str], Place], Iterable[Item]]
"""Makes items of a row: given what gives the text of a column, and where the row stands."""
_RAW_CHARACTERS = 300
_RAW_CELLS = 12


def encoding_alone(reading: Reading, importer: str) -> TableChoices:
    """The choice `encoding`, where an importer knows no other. Raises WrongUse."""
    if set(reading.choices) - {"encoding"}:
        raise WrongUse(f"The importer {importer} knows one choice only.", hint="It is encoding=cp1252.")
    encoding = reading.choices.get("encoding")
    return TableChoices(declared_encoding(encoding) if encoding else None)


def fits_layouts(layouts: Sequence[Collection[str]]) -> Fits:
    """How well a header fits the best of some layouts, each the columns that it needs."""

    def fits(headers: Sequence[str]) -> int:
        return max(len(set(headers) & set(layout)) for layout in layouts)

    return fits


def where_header(table: Table) -> str:
    """The place of the header, as a person finds it."""
    return f"{table.sheet}!1" if table.sheet else "row 1"


class FixedTable:
    """A table of which the columns `needed` are there; raises UnreadableFile that names those that are missing."""

    def __init__(self, path: Path, table: Table, needed: Sequence[str], *, what: str, hint: str) -> None:
        self._table = table
        self._positions = {name: place for place, name in enumerate(table.header) if name}
        missing = [name for name in needed if name not in self._positions]
        if missing:
            message = f"This is not {what}: it has no column {', '.join(missing)}."
            raise refusal(path, "table.column-missing", message, place=where_header(table), hint=hint)

    def rows(self) -> Iterator[tuple[Row, Callable[[str], str]]]:
        """Each row, and what gives the trimmed text of a column of it; empty where the table has no such column."""
        for row in self._table.rows():
            yield row, _Cells(row, self._positions).get

    def taken(self, account: Account, take: Take) -> Iterator[Item]:
        """What `take` makes of each row; a row that cannot be read is refused in the account."""
        for row, get in self.rows():
            if row.flaw is not None:
                yield account.refuse(row.place, Unusable(*row.flaw), None, None)
            else:
                yield from take(get, row.place)


class _Cells:
    def __init__(self, row: Row, positions: Mapping[str, int]) -> None:
        self._values = row.values
        self._positions = positions

    def get(self, column: str) -> str:
        place = self._positions.get(column)
        return "" if place is None else self._values[place].strip()


def raw_of(get: Callable[[str], str], columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The cells of `columns` that are not blank, as they stood."""
    pairs = ((name, get(name)[:_RAW_CHARACTERS]) for name in columns[:_RAW_CELLS])
    return tuple([pair for pair in pairs if pair[1]])
