"""Answers as CSV: the rows that a page shows, marked with what they are, for whom and when they were made."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import StringIO

from web.asking import asking, services

CSV_TYPE = "text/csv; charset=utf-8"
_SIGNS = frozenset("=+-@|%")
_CONTROLS = frozenset("\t\r\n\0")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""A negative amount is a number for everybody: as a text, a sum over the column would leave it out in silence."""
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""At the beginning of the file, so that spreadsheets read it as UTF-8."""


def as_csv(rows: Iterable[Sequence[str]], what: str) -> bytes:
    """`rows` as CSV (RFC 4180, UTF-8), below a heading of who made it, when, and from which data.

    A cell that a spreadsheet could take for a formula begins with an apostrophe.
    """
    written = StringIO()
    written.write(_MARK)
    table = csv.writer(written, lineterminator="\r\n")
    table.writerows([inert(cell) for cell in row] for row in heading(what))
    table.writerows([inert(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8", "replace")


def inert(cell: str) -> str:
    """`cell` as a text that no spreadsheet computes: leading blanks and full-width signs do not hide a formula."""
    if _NUMBER.fullmatch(cell):
        return cell
    begins = unicodedata.normalize("NFKC", cell.lstrip()[:1])
    is_active = bool(begins) and begins in _SIGNS
    return f"'{cell}" if is_active or cell[:1] in _CONTROLS else cell


def heading(what: str) -> list[Sequence[str]]:
    """What stands above a table that is taken along: what it is, for whom, when, and from which data it was made."""
    asked = asking()
    made_on = datetime.fromtimestamp(services().clock(), UTC).date().isoformat()
    return [
        ("graphsvc", what),
        ("made for", asked.name or "guest"),
        ("made on", made_on),
        ("version of the data", asked.network.version),
        (),
    ]
