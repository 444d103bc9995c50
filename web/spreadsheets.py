"""Answers as XLSX: the rows that a page shows, numbers as numbers, and texts that no spreadsheet computes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from web.tables import heading

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_DIGITS = 15
"""A spreadsheet keeps so many digits of a number; a longer one stands there as a text, so that none is lost."""
LONGEST_TEXT = 32_767
_WIDTH = 22
_LEAST_PLACES, _MOST_PLACES = 2, 6

Value = str | int | Decimal | date | None
"""What a cell of a table holds; None: nothing is known, and the cell is empty."""
Row = tuple[Value, ...]


def as_xlsx(rows: Iterable[Row], what: str) -> bytes:
    """A workbook with `rows` (the first has the names of the columns) and a second sheet on who made it, when.

    Every text is written as a text, whatever it begins with, so there are no formulas.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("answer")
    sheet.freeze_panes = "A2"
    first, *others = rows
    for number in range(1, len(first) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
    sheet.append([_cell(sheet, value, is_head=True) for value in first])
    for row in others:
        sheet.append([_cell(sheet, value) for value in row])
    about = book.create_sheet("about")
    for line in heading(what):
        about.append([_cell(about, value) for value in line])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def rounded(value: float | None, places: int = 3) -> Decimal | None:
    """`value` as it stands in a table; None where it is not known."""
    return None if value is None else Decimal(f"{value:.{places}f}")


def as_texts(rows: Iterable[Row]) -> Iterable[tuple[str, ...]]:
    """`rows` as CSV takes them: exact numbers with a point, dates in ISO 8601, nothing for what is not known."""
    for row in rows:
        yield tuple(_text(value) for value in row)


def _text(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return min(max(_LEAST_PLACES, -exponent), _MOST_PLACES) if isinstance(exponent, int) else _LEAST_PLACES


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, is_head: bool = False) -> Any:
    if isinstance(value, Decimal | int) and len(Decimal(value).as_tuple().digits) > MOST_DIGITS:
        value = _text(value)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
    # The types of openpyxl name neither exact decimals nor days, though it takes both.
    held: Any = value
    cell = WriteOnlyCell(sheet, held)
    if isinstance(value, str):
        # Without this a text that begins with "=" would be a formula.
        cell.data_type = "s"
    elif isinstance(value, Decimal):
        cell.number_format = f"#,##0.{'0' * _places(value)}"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if is_head:
        cell.font = Font(bold=True)
    return cell
