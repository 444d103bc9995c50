"""Answers as CSV: the rows that a page shows, marked with what they are, for whom and when they were made."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import StringIO

from graphsvc.cells import inert
from web.asking import asking, services

CSV_TYPE = "text/csv; charset=utf-8"
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""At the beginning of the file, so that spreadsheets read it as UTF-8."""


def as_csv(rows: Iterable[Sequence[str]], what: str) -> bytes:
    """`rows` as CSV (RFC 4180, UTF-8), below a heading of who made it, when, and from which data.

    An apostrophe stands before what a spreadsheet could take for a formula.
    """
    return (_MARK + written([*heading(what), *rows])).encode("utf-8", "replace")


def written(rows: Iterable[Sequence[str]]) -> str:
    """`rows` as CSV, every cell quoted."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    table.writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue()


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
