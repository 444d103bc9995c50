"""A plan bound to the header of a real table: from a row to texts by documented column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from graphsvc.folding import fold
from graphsvc.model.records import Place, RowIssue
from importers.reading.files import refusal
from importers.reading.scalars import needs_date_order
from importers.reading.tables import Mark, Row, Table, Use, frames, header_key
from importers.workbook.columns import ATTRIBUTE, forms
from importers.workbook.mapping import Feed, TablePlan

RAW_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class Cell:
    """The text that a documented column gets from a row: its mark, and the header under which it stood."""

    text: str
    mark: Mark | None = None
    header: str | None = None


def documented_plan(form: str, header: Sequence[str]) -> TablePlan:
    """The plan for a table with documented headers."""
    known = forms()[form].known
    columns: dict[str, Feed] = {}
    for text in header:
        name = known(text)
        if name is not None and name not in columns:
            columns[name] = Feed((text,))
    return TablePlan(form, columns=MappingProxyType(columns))


@dataclass(frozen=True, slots=True)
class _BoundFeed:
    column: str
    feed: Feed
    positions: tuple[int, ...]


class BoundPlan:
    """A plan whose foreign headers have been found. Raises UnreadableFile where one is missing."""

    def __init__(self, plan: TablePlan, table: Table, path: Path) -> None:
        self.plan = plan
        self.table = table
        self._path = path
        self._positions = {header_key(text): place for place, text in reversed(list(enumerate(table.header))) if text}
        single = {name: feed for name, feed in plan.columns.items() if not feed.is_repeated}
        self._feeds = self._bind(single)
        self._rounds = self._bind_repeated()
        self._check_required()
        self._translations = tuple(
            (entry.column, {fold(text): sets for text, sets in entry.texts.items()}) for entry in plan.translations
        )

    def notices(self) -> Iterator[RowIssue]:
        """One notice for each header that nothing reads."""
        used = {place for feed in (*self._feeds, *(f for r in self._rounds for f in r)) for place in feed.positions}
        ignored = {header_key(text) for text in self.plan.ignore}
        for place, text in enumerate(self.table.header):
            if place not in used and header_key(text) not in ignored and text:
                advice = "This column is not known and was left out. Name it attr:… to keep it, or map it."
                yield RowIssue(self._top(), "column.unknown", advice, column=text[:200], is_refusal=False)

    def cells(self, row: Row) -> Iterator[dict[str, Cell]]:
        """The cells by column; once a row, or once for each number of the repeated columns that is filled in."""
        base = self._fed(row, self._feeds)
        if not self._rounds:
            yield self._translated(base)
            return
        for feeds in self._rounds:
            extra = self._fed(row, feeds)
            if any(cell.text or cell.mark for cell in extra.values()):
                yield self._translated({**base, **extra})

    def raw(self, row: Row) -> tuple[tuple[str, str], ...]:
        """The row as it stood, (header, text) of the cells that are not blank, at most RAW_CHARACTERS in all."""
        left = RAW_CHARACTERS
        kept = []
        for header, text in zip(self.table.header, row.values, strict=True):
            if text.strip() and left > len(header):
                kept.append((header, text[: left - len(header)]))
                left -= len(header) + len(kept[-1][1])
        return tuple(kept)

    def refuse_ambiguous_dates(self) -> None:
        """Raises UnreadableFile where a date can be read day first or month first, and nobody said which."""
        columns = forms()[self.plan.form].columns
        feeds = [feed for feed in (*self._feeds, *(f for r in self._rounds for f in r)) if feed.column in columns]
        places = {p: f.column for f in feeds if columns[f.column].use is Use.DATE for p in f.positions}
        if not places:
            return
        for frame in frames(self.table):
            for place in places:
                doubtful = frame.index[frame[place].map(needs_date_order)]
                if len(doubtful):
                    where = f"row {doubtful[0]}" if self.table.sheet is None else f"{self.table.sheet}!{doubtful[0]}"
                    message = f"In the column “{self.table.header[place]}” a date can be read in two ways."
                    hint = "Say which comes first: --choice date-order=dmy or --choice date-order=mdy."
                    raise refusal(self._path, "date.ambiguous", message, place=where, hint=hint)

    def _top(self) -> Place:
        return Place(self.table.file, f"{self.table.sheet}!1" if self.table.sheet else "row 1")

    def _bind(self, columns: Mapping[str, Feed]) -> tuple[_BoundFeed, ...]:
        bound = []
        for name, feed in columns.items():
            found = []
            for header in feed.headers:
                place = self._positions.get(header_key(header))
                if place is not None:
                    found.append(place)
                elif header not in self.plan.optional:
                    message = f"The column “{header}” is missing."
                    hint = "The mapping names it; is this the right file, sheet and mapping?"
                    raise refusal(self._path, "table.column-missing", message, place=self._top().locator, hint=hint)
            bound.append(_BoundFeed(name, feed, tuple(found)))
        return tuple(bound)

    def _bind_repeated(self) -> tuple[tuple[_BoundFeed, ...], ...]:
        if self.plan.repeat is None:
            return ()
        repeated = {name: feed for name, feed in self.plan.columns.items() if feed.is_repeated}
        first, last = self.plan.repeat
        return tuple(
            self._bind({name: feed.numbered(number) for name, feed in repeated.items()})
            for number in range(first, last + 1)
        )

    def _check_required(self) -> None:
        form = forms()[self.plan.form]
        missing = form.missing([*self.plan.columns, *self.plan.constants])
        if missing:
            wanted = " or ".join(f"“{form.columns[name].headers['en'][0]}”" for name in missing[0])
            message = f"The column {wanted} is missing."
            hint = "Add it; the template shows all columns."
            raise refusal(self._path, "table.column-missing", message, place=self._top().locator, hint=hint)

    def _fed(self, row: Row, feeds: Sequence[_BoundFeed]) -> dict[str, Cell]:
        found = {}
        for bound in feeds:
            texts = [text for place in bound.positions if (text := bound.feed.shape(row.values[place]))]
            mark = next((row.marks[place] for place in bound.positions if place in row.marks), None)
            header = self.table.header[bound.positions[0]] if bound.positions else None
            found[bound.column] = Cell("|".join(texts), mark, header)
        return found

    def _translated(self, cells: dict[str, Cell]) -> dict[str, Cell]:
        for name, text in self.plan.constants.items():
            cells[name] = Cell(text)
        for column, texts in self._translations:
            cell = cells.get(column)
            sets = texts.get(fold(cell.text)) if cell is not None and cell.text else None
            for name, text in (sets or {}).items():
                before = cells.get(name)
                cells[name] = Cell(text, header=before.header if before else None)
        return cells


def attribute_name(column: str) -> str | None:
    """The NAME of a column `attr:NAME`; None for every other column."""
    return column.removeprefix(ATTRIBUTE) if column.startswith(ATTRIBUTE) else None
