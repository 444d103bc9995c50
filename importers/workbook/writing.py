"""Writes tables of text as a workbook: every cell text, nothing a formula, the same bytes for the same tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  (a fixed mark in the file's properties, not a time)
_PACKED_AT = (2000, 1, 1, 0, 0, 0)
_NARROWEST, _WIDEST = 10, 60
_MODIFIED = re.compile(rb"(<dcterms:modified [^>]*>)[^<]*")

Rows = Sequence[Sequence[str]]


def write_workbook(target: Path | IO[bytes], sheets: Mapping[str, Rows]) -> None:
    """One sheet a table, the first row in bold, every cell text; blank cells are left out.

    Characters that XML cannot hold are left out too; such texts cannot come from an import.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "graphsvc"
    book.properties.created = book.properties.modified = _MOMENT
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        widths: dict[int, int] = {}
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                if text:
                    _fill(sheet.cell(number, column), text, is_header=number == 1)
                    widths[column] = max(widths.get(column, _NARROWEST), min(len(text) + 2, _WIDEST))
        for column, width in widths.items():
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = "A2"
    packed = io.BytesIO()
    book.save(packed)
    _repack(packed, target)


def _fill(cell: Cell, text: str, *, is_header: bool) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.number_format = "@"
    if is_header:
        cell.font = Font(bold=True)
    elif len(text) > _WIDEST:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _repack(packed: io.BytesIO, target: Path | IO[bytes]) -> None:
    """The archive again without the time at which it was made."""
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, _PACKED_AT), content, zipfile.ZIP_DEFLATED)
