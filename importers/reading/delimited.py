"""Tables in text files: the delimiter is the one under which the header fits, rows keep the numbers of their lines."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import islice

from graphsvc.errors import UnreadableFile
from graphsvc.model.records import Place, RowIssue
from importers.importer import Limits
from importers.reading.files import refusal
from importers.reading.headers import LOOK_AHEAD, checked_header, unknown_header
from importers.reading.tables import Fits, Row, trimmed
from importers.reading.text import MAX_LINE_CHARACTERS, TextFile

DELIMITERS = (",", ";", "\t", "|")
_TOO_LONG = ("row.too-long", "The row has more cells than the header; is a text with the delimiter in it not quoted?")
_TOO_SHORT = ("row.too-short", "The row has fewer cells than the header; give blank cells their delimiters too.")


class DelimitedTable:
    """A CSV, TSV or semicolon-separated file, checked whole when it is made: encoding, quotes, widths, row count."""

    sheet = None

    def __init__(self, text: TextFile, limits: Limits, fits: Fits, header_row: int | None = None) -> None:
        self._text = text
        self._limits = limits
        self.file = text.path.name
        self.notices: list[RowIssue] = []
        self._skipped_lines, self._delimiter = self._announced()
        self.header, self._header_line = self._find_header(fits, header_row)
        self.row_count = self._check_all()
        if text.encoding not in ("utf-8", "utf-8-sig"):
            self._note("text.encoding", f"The file was read as {text.encoding.upper()}.")

    def rows(self) -> Iterator[Row]:
        """The rows below the header that are not blank; `number` is the line where the row begins."""
        width = len(self.header)
        for number, cells in self._records(self._delimiter):
            if number <= self._header_line:
                continue
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            flaw = _TOO_LONG if len(cells) > width else _TOO_SHORT if len(cells) < width else None
            values = tuple(cells[:width]) + ("",) * (width - len(cells))
            yield Row(Place(self.file, f"row {number}"), number, values, flaw=flaw)

    def _announced(self) -> tuple[int, str]:
        """Lines to skip, and the delimiter where the first line names one (`sep=;`, as some spreadsheets write)."""
        with closing(self._text.lines()) as lines:
            first = next(lines, "").strip().strip('"')
        if first.casefold().startswith("sep=") and len(first) == 5:
            self._note("table.announced-delimiter", "The first line only names the delimiter.")
            return 1, first[4]
        return 0, ""

    def _note(self, rule: str, advice: str) -> None:
        self.notices.append(RowIssue(Place(self.file, "row 1"), rule, advice, is_refusal=False))

    def _find_header(self, fits: Fits, header_row: int | None) -> tuple[tuple[str, ...], int]:
        looks, errors = {}, []
        for delimiter in (self._delimiter,) if self._delimiter else DELIMITERS:
            looks[delimiter], error = self._first_records(delimiter, header_row or 1)
            errors += [error] if error else []
        if not any(looks.values()):
            if errors:
                raise errors[0]
            raise self._refusal(
                "table.no-header", "There are only blank lines: no header.", 1, "Export the table again."
            )
        score = {delimiter: fits(trimmed(found[0][1])) if found else 0 for delimiter, found in looks.items()}
        self._delimiter = max(score, key=lambda key: (score[key], len(looks[key][0][1]) if looks[key] else 0))
        found = looks[self._delimiter]
        if score[self._delimiter] == 0:
            later = {key: [fits(trimmed(cells)) for _, cells in look] for key, look in looks.items()}
            best = max(later, key=lambda key: max(later[key], default=0))
            found = looks[best if max(later[best], default=0) else self._delimiter]
            numbers = [number for number, _ in found]
            raise unknown_header(self._text.path, [cells for _, cells in found], numbers, fits, f"row {numbers[0]}")
        if self._delimiter != ",":
            shown = {"\t": "a tab", ";": "a semicolon", "|": "a bar"}.get(self._delimiter, f"“{self._delimiter}”")
            self._note("table.delimiter", f"The cells are parted by {shown}.")
        line, cells = found[0]
        return checked_header(self._text.path, cells, self._limits.max_columns, f"row {line}"), line

    def _first_records(
        self, delimiter: str, from_line: int
    ) -> tuple[list[tuple[int, list[str]]], UnreadableFile | None]:
        """The first records under `delimiter`, up to what cannot be read under it."""
        found: list[tuple[int, list[str]]] = []
        try:
            with closing(self._records(delimiter)) as records:
                found.extend(islice((record for record in records if record[0] >= from_line), LOOK_AHEAD))
        except UnreadableFile as error:
            if error.rule.startswith("text."):
                raise
            return found, error
        return found, None

    def _check_all(self) -> int:
        """Reads the whole file once, so that what refuses it is found before the first row is given."""
        width, count, widths = len(self.header), 0, Counter[int]()
        for row in self._records(self._delimiter):
            number, cells = row
            if number <= self._header_line:
                continue
            count += 1
            if count > self._limits.max_rows:
                message = f"There are more than {self._limits.max_rows:,} rows."
                raise self._refusal("table.too-many-rows", message, number, "Split the file.")
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            widths[len(cells)] += 1
        if len(widths) == 1 and next(iter(widths)) > width:
            message = f"The header has {width} columns, the rows have {next(iter(widths))}."
            hint = "Give each column a header, and quote texts that hold the delimiter."
            raise self._refusal("table.shifted", message, self._header_line, hint)
        return count

    def _records(self, delimiter: str) -> Generator[tuple[int, list[str]], None, None]:
        """(line where it begins, cells) of every record that is not blank."""
        with closing(self._text.lines()) as lines:
            yield from self._parsed(delimiter, lines)

    def _parsed(self, delimiter: str, lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(MAX_LINE_CHARACTERS + 1)  # the lines are measured first; see _measured
        counter = _RecordSize()
        reader = csv.reader(self._measured(lines, counter), delimiter=delimiter, strict=True)
        while True:
            counter.begins_at, counter.characters = reader.line_num + 1, 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise self._quote_refusal(error, counter.begins_at) from error
            if any(cell.strip() for cell in cells):
                yield counter.begins_at + self._skipped_lines, cells

    def _measured(self, lines: Iterator[str], counter: _RecordSize) -> Iterator[str]:
        for number, line in enumerate(lines):
            if number < self._skipped_lines:
                continue
            counter.characters += len(line)
            if counter.characters > MAX_LINE_CHARACTERS:
                message = "The row never ends: a quotation mark that opens here is not closed."
                start = counter.begins_at + self._skipped_lines
                raise self._refusal(
                    "table.quote", message, start, "Close it, or double it where it is part of the text."
                )
            yield line

    def _quote_refusal(self, error: csv.Error, begins_at: int) -> UnreadableFile:
        number = begins_at + self._skipped_lines
        hint = "Close it, or double it where it is part of the text."
        if "unexpected end" in str(error):
            return self._refusal("table.quote", "A quotation mark that opens here is never closed.", number, hint)
        message = "A quotation mark here is closed before the cell ends."
        return self._refusal("table.quote", message, number, hint)

    def _refusal(self, rule: str, message: str, number: int, hint: str) -> UnreadableFile:
        return refusal(self._text.path, rule, message, place=f"row {number}", hint=hint)


class _RecordSize:
    """How much of the file the record that is being read has taken so far."""

    def __init__(self) -> None:
        self.begins_at = 1
        self.characters = 0
