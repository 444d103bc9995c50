"""The door for tables: a text file or a workbook, by what the file is and not by what it is called."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from graphsvc.model.records import Place, RowIssue
from importers.importer import Limits
from importers.reading.archive import Archive
from importers.reading.book import Book, SheetPart, Visibility, open_book
from importers.reading.delimited import DelimitedTable
from importers.reading.files import HEAD_BYTES, is_archive, open_bytes, refusal, refuse_foreign_form
from importers.reading.sheets import SheetChoices, SheetTable
from importers.reading.tables import Fits, Table
from importers.reading.text import TextFile

_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True, slots=True)
class TableChoices:
    """What a person decided about how a file is read."""

    encoding: str | None = None
    sheets: SheetChoices = field(default_factory=SheetChoices)


class TabularFile:
    """A file that holds one table (text) or several by name (workbook)."""

    def __init__(self, path: Path, limits: Limits, choices: TableChoices, book: Book | None) -> None:
        self.path = path
        self._limits = limits
        self._choices = choices
        self._book = book
        self.notices: list[RowIssue] = []
        self._refuse_very_hidden()

    @property
    def sheet_names(self) -> tuple[str, ...] | None:
        """The names of the sheets; None in a text file."""
        return None if self._book is None else tuple(sheet.name for sheet in self._book.sheets)

    def table(self, fits: Fits, sheet: str | None = None) -> Table:
        """The only table of a text file, or the sheet called `sheet` (case aside) of a workbook.

        Raises:
            UnreadableFile: no such sheet (the most similar one is named), a hidden one, or a table that is refused.
        """
        if self._book is None:
            text = TextFile(self.path, self._limits.max_file_bytes, self._choices.encoding)
            return DelimitedTable(text, self._limits, fits, self._choices.sheets.header_row)
        found = self._sheet(self._book, sheet)
        if found.visibility is not Visibility.VISIBLE and not self._choices.sheets.include_hidden:
            raise self._hidden(found)
        if found.visibility is not Visibility.VISIBLE:
            place = Place(self.path.name, f"{found.name}!1")
            self.notices.append(RowIssue(place, "sheet.hidden", "A hidden sheet was taken.", is_refusal=False))
        return SheetTable(self._book, found, self._limits, fits, self._choices.sheets)

    def _sheet(self, book: Book, name: str | None) -> SheetPart:
        by_name: Mapping[str, SheetPart] = {sheet.name.casefold(): sheet for sheet in book.sheets}
        if name is None and len(book.sheets) == 1:
            return book.sheets[0]
        if name is not None and name.casefold() in by_name:
            return by_name[name.casefold()]
        near = difflib.get_close_matches((name or "").casefold(), by_name, n=1)
        there = ", ".join(sheet.name for sheet in book.sheets)[:300]
        hint = f"Did you mean “{by_name[near[0]].name}”?" if near else f"The sheets are: {there}."
        message = f"There is no sheet “{name}”." if name else "The workbook has several sheets."
        raise refusal(self.path, "xlsx.sheet-unknown", message, hint=hint)

    def _hidden(self, sheet: SheetPart) -> Exception:
        hint = "Show it in the spreadsheet, or say --choice include-hidden=yes."
        return refusal(
            self.path, "sheet.hidden", f"The sheet “{sheet.name[:60]}” is hidden.", place=sheet.name, hint=hint
        )

    def _refuse_very_hidden(self) -> None:
        for sheet in self._book.sheets if self._book else ():
            if sheet.visibility is Visibility.VERY_HIDDEN and not self._choices.sheets.include_hidden:
                raise self._hidden(sheet)


@contextmanager
def open_tabular(path: Path, limits: Limits, choices: TableChoices) -> Iterator[TabularFile]:
    """The tables of `path`. Raises UnreadableFile for anything that is neither a sound workbook nor sound text."""
    with open_bytes(path, limits.max_file_bytes) as stream:
        head = stream.read(HEAD_BYTES)
    named_workbook = path.suffix.casefold() in _WORKBOOK_ENDINGS
    if is_archive(head) and (named_workbook or path.suffix == ""):
        with Archive(path, limits.max_unpacked_bytes) as archive:
            yield TabularFile(path, limits, choices, open_book(archive))
        return
    refuse_foreign_form(path, head)
    if named_workbook:
        _refuse_false_workbook(path, head)
    yield TabularFile(path, limits, choices, None)


def _refuse_false_workbook(path: Path, head: bytes) -> None:
    if b"PK\x03\x04" in head:
        message = "Something stands before the workbook in this file."
        raise refusal(path, "zip.junk", message, hint="Open it in a spreadsheet and save it again as .xlsx.")
    message = "This has the name of a workbook and is none."
    raise refusal(path, "xlsx.not-a-workbook", message, hint="If it is a text file, give it the ending .csv.")
