"""Worksheets as tables: scanned whole for what refuses them, then given row by row by content, not by declared size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from graphsvc.errors import UnreadableFile
from graphsvc.model.records import Place, RowIssue
from importers.importer import Limits
from importers.reading.book import Book, SheetPart
from importers.reading.cells import Cell, read_cell
from importers.reading.headers import LOOK_AHEAD, checked_header, unknown_header
from importers.reading.parts import elements, local_name, small_number
from importers.reading.tables import Fits, Mark, Row, trimmed

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_MOST_DIGITS = 7
_TRUE = ("1", "true")
_SAVE_AGAIN = "Open it in a spreadsheet and save it again as .xlsx."
_WAY_OUT = "Show it or delete it in the spreadsheet, or say --choice include-hidden=yes."


@dataclass(slots=True)
class _Scan:
    """What is known of a sheet before its rows are given."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_filtered: bool = False
    row_count: int = 0
    last_row: int = 0


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """What a person decided about a sheet."""

    header_row: int | None = None
    include_hidden: bool = False
    fill_merged: bool = False


class SheetTable:
    """One worksheet as a table. Raises UnreadableFile where the sheet as a whole cannot be trusted."""

    def __init__(self, book: Book, sheet: SheetPart, limits: Limits, fits: Fits, choices: SheetChoices) -> None:
        self._book = book
        self._part = sheet.part
        self._limits = limits
        self._choices = choices
        self.file = book.archive.path.name
        self.sheet = sheet.name
        self.notices: list[RowIssue] = []
        self._noted: set[str] = set()
        self._columns: dict[str, int] = {}
        self._scan = self._scanned()
        self.header, self._header_row = self._find_header(fits)
        self._check_merged_header()
        self._check_hidden()
        self.row_count = self._scan.row_count

    def rows(self) -> Iterator[Row]:
        """The rows below the header that are not blank."""
        width = len(self.header)
        merged = _Merged(self._scan.merged, width)
        if self._scan.merged and self._choices.fill_merged:
            self._note("cell.merged-filled", "Merged cells: the value was written into each of them.")
        for number, cells in self._cells():
            if number <= self._header_row:
                continue
            merged.apply(number, cells, fill=self._choices.fill_merged)
            if not any(cell.text.strip() or cell.mark for cell in cells.values()):
                continue
            beyond = [column for column, cell in cells.items() if column >= width and cell.text.strip()]
            if beyond:
                self._note("column.no-header", "Cells to the right of the last header are left out.")
            values = tuple(cells[column].text if column in cells else "" for column in range(width))
            marks = {column: cell.mark for column, cell in cells.items() if cell.mark and column < width}
            if any(cell.is_formula and cell.mark not in (Mark.OUTSIDE, Mark.NO_VALUE) for cell in cells.values()):
                self._note("cell.formula", "Formulas were not calculated; the values saved in the file were taken.")
            if Mark.PERCENT in marks.values():
                self._note("cell.percent", "Percentages were taken as fractions: 45 % is 0.45.")
            yield Row(self._place(number), number, values, marks)

    def _place(self, number: int) -> Place:
        return Place(self.file, f"{self.sheet}!{number}")

    def _note(self, rule: str, advice: str) -> None:
        if rule not in self._noted:
            self._noted.add(rule)
            self.notices.append(RowIssue(Place(self.file, f"{self.sheet}!1"), rule, advice, is_refusal=False))

    def _refuse(self, rule: str, message: str, place: str | None = None, hint: str = _SAVE_AGAIN) -> UnreadableFile:
        where = f"{self.sheet}!{place}" if place else str(self.sheet)
        return self._book.archive.refuse(rule, message, place=where, hint=hint)

    def _scanned(self) -> _Scan:
        scan = _Scan()
        last = 0
        for element in elements(self._book.archive, self._part, "row", "col", "mergeCell", "filterColumn"):
            name = local_name(element)
            if name == "row":
                last = self._scan_row(scan, element, last)
            elif name == "col" and element.get("hidden") in _TRUE:
                scan.hidden_columns.append(small_number(element.get("min")) or 1)
            elif name == "mergeCell":
                scan.merged.append(self._range(element.get("ref") or ""))
            elif name == "filterColumn":
                scan.is_filtered = True
        return scan

    def _scan_row(self, scan: _Scan, element: etree._Element, last: int) -> int:
        text = element.get("r") or ""
        number = small_number(text) or 0
        if number <= last:
            raise self._refuse("xlsx.order", "The rows are not in order, or one stands twice.", str(number or last))
        before, has_content = -1, False
        for cell in element:
            reference = cell.get("r") or ""
            column, row = self._position(reference)
            if row != number or column <= before:
                raise self._refuse("xlsx.order", "Cells are not in order, or one stands twice.", reference or text)
            before = column
            if len(cell):
                has_content = True
                if column >= self._limits.max_columns:
                    message = f"There are more than {self._limits.max_columns:,} columns."
                    raise self._refuse("table.too-wide", message, reference, "Remove the columns that are not needed.")
        if has_content:
            scan.last_row = number
            scan.row_count += 1
            if scan.row_count > self._limits.max_rows + 1:
                message = f"There are more than {self._limits.max_rows:,} rows."
                raise self._refuse("table.too-many-rows", message, text, "Split the sheet.")
            if element.get("hidden") in _TRUE:
                scan.hidden_rows.append(number)
        return number

    def _position(self, reference: str) -> tuple[int, int]:
        name = reference.rstrip("0123456789")
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = self._column(reference)
        digits = reference[len(name) :]
        if not digits or len(digits) > _MOST_DIGITS:
            raise self._unplaced(reference)
        return column, int(digits)

    def _column(self, reference: str) -> int:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise self._unplaced(reference)
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - 64
        return column - 1

    def _unplaced(self, reference: str) -> UnreadableFile:
        return self._refuse("xlsx.order", "A cell does not say where it stands.", reference[:20] or None)

    def _range(self, reference: str) -> tuple[int, int, int, int]:
        first, _, last = reference.partition(":")
        left, top = self._position(first)
        right, bottom = self._position(last or first)
        return left, top, right, bottom

    def _cells(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        for element in elements(self._book.archive, self._part, "row"):
            number = small_number(element.get("r")) or 0
            if number > self._scan.last_row:
                return
            if not len(element):
                continue
            found = {}
            for cell in element:
                if len(cell):
                    reference = cell.get("r") or ""
                    found[self._position(reference)[0]] = read_cell(self._book, cell, f"{self.sheet}!{reference}")
            yield number, found

    def _find_header(self, fits: Fits) -> tuple[tuple[str, ...], int]:
        first: list[list[str]] = []
        numbers: list[int] = []
        for number, cells in self._cells():
            if number < (self._choices.header_row or 1) or not any(cell.text.strip() for cell in cells.values()):
                continue
            first.append([cells[column].text if column in cells else "" for column in range(max(cells) + 1)])
            numbers.append(number)
            if len(first) == LOOK_AHEAD:
                break
        path = self._book.archive.path
        if not first:
            raise self._refuse("table.no-header", "The sheet is empty: it has no header.")
        if fits(trimmed(first[0])) == 0:
            raise unknown_header(path, first, numbers, fits, f"{self.sheet}!{numbers[0]}")
        header = checked_header(path, first[0], self._limits.max_columns, f"{self.sheet}!{numbers[0]}")
        self._scan.row_count -= 1
        return header, numbers[0]

    def _check_merged_header(self) -> None:
        for left, top, right, bottom in self._scan.merged:
            if top <= self._header_row <= bottom and (right > left or bottom > top) and left < len(self.header):
                message = "The header is merged over several cells or rows."
                hint = "Part the cells, so that one row holds one header a column."
                raise self._refuse("table.header-merged", message, str(top), hint)

    def _check_hidden(self) -> None:
        hidden = [first for first in self._scan.hidden_columns if first <= len(self.header)]
        rows = [number for number in self._scan.hidden_rows if number >= self._header_row]
        if self._scan.is_filtered and rows:
            self._note("sheet.filtered", "The sheet is filtered; the rows that the filter hides were taken too.")
            rows = []
        if (hidden or rows) and not self._choices.include_hidden:
            what = f"Row {rows[0]}" if rows else f"Column {hidden[0]}"
            raise self._refuse("sheet.hidden-part", f"{what} is hidden.", str(rows[0] if rows else 1), _WAY_OUT)
        if hidden or rows:
            self._note("sheet.hidden-part", f"{len(rows)} hidden rows and {len(hidden)} hidden columns were taken.")


class _Merged:
    """The merged cells of a sheet while its rows go by, in order: only those that reach the current row are kept."""

    def __init__(self, ranges: list[tuple[int, int, int, int]], width: int) -> None:
        self._waiting = sorted((r for r in ranges if r[0] < width), key=lambda r: r[1], reverse=True)
        self._active: list[tuple[tuple[int, int, int, int], Cell]] = []
        self._width = width

    def apply(self, number: int, cells: dict[int, Cell], *, fill: bool) -> None:
        """Marks, or fills, the cells of row `number` that a merge covers; its first cell stays as it is."""
        self._active = [(area, first) for area, first in self._active if area[3] >= number]
        while self._waiting and self._waiting[-1][1] <= number:
            area = self._waiting.pop()
            first = cells.get(area[0], Cell("")) if area[1] == number else Cell("")
            if area[3] >= number:
                self._active.append((area, first))
        for (left, top, right, _), first in self._active:
            for column in range(left, min(right, self._width - 1) + 1):
                if (column, number) != (left, top):
                    cells[column] = first if fill else Cell("", Mark.MERGED)
