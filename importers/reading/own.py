"""A table that a person measures and does not import: its header names given columns, and nothing can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graphsvc.errors import UnreadableFile
from importers.importer import Limits
from importers.reading.delimited import DelimitedTable
from importers.reading.tables import header_key
from importers.reading.text import TextFile

_AS_CSV = "Save it as CSV in UTF-8."


def own_table(path: Path, limits: Limits, columns: Sequence[str]) -> DelimitedTable:
    """The table in `path`, in which the header is the row that has most of `columns`.

    Raises:
        UnreadableFile: it is no such table. The advice is such as can be followed without an import: importers take an
            encoding, a row for the header, a mapping file and workbooks, and this does not.
    """

    def fits(cells: Sequence[str]) -> int:
        return len({header_key(cell) for cell in cells} & set(columns))

    try:
        return DelimitedTable(TextFile(path, limits.max_file_bytes), limits, fits)
    except UnreadableFile as error:
        advice = {
            "text.bad-byte": "Save the file as UTF-8.",
            "table.header-unknown": f"The first row must name the columns: {', '.join(columns)}.",
            "table.header-later": "Remove the rows above it.",
            "file.archive": _AS_CSV,
        }
        if error.rule in advice or "xlsx" in error.hint:
            error.hint = advice.get(error.rule, _AS_CSV)
        raise
