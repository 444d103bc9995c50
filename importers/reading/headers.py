"""Finding the header row of a table, and refusing what no header fits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graphsvc.errors import UnreadableFile
from importers.reading.files import refusal
from importers.reading.tables import Fits, repeated, trimmed

LOOK_AHEAD = 20
_SEE = "The first row must hold the documented headers, or a mapping file must name yours."


def checked_header(path: Path, cells: Sequence[str], max_columns: int, place: str) -> tuple[str, ...]:
    """The header made of `cells`. Raises UnreadableFile for too many columns or a header that stands twice."""
    header = trimmed(cells)
    if len(header) > max_columns:
        message = f"The header has {len(header):,} columns; at most {max_columns:,} are taken."
        raise refusal(path, "table.too-wide", message, place=place, hint="Remove the columns that are not needed.")
    twice = repeated(header)
    if twice is not None:
        message = f"The header “{twice}” stands twice."
        raise refusal(path, "table.header-twice", message, place=place, hint="Rename or remove one of the two columns.")
    return header


def unknown_header(
    path: Path, first: Sequence[Sequence[str]], numbers: Sequence[int], fits: Fits, where: str
) -> UnreadableFile:
    """The error for a table whose first row fits nothing; it names the row that would fit, if one does."""
    for cells, number in zip(first[1:], numbers[1:], strict=True):
        if fits(trimmed(cells)) > 0:
            message = f"The header stands in row {number}, below something else."
            hint = f"Remove the rows above it, or say --choice header-row={number}."
            return refusal(path, "table.header-later", message, place=where, hint=hint)
    shown = ", ".join(trimmed(first[0])[:8]) if first else ""
    return refusal(path, "table.header-unknown", f"No header is known: {shown[:200]}.", place=where, hint=_SEE)
