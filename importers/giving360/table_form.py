"""Grants out of tables: each row becomes a grant of the form that the JSON has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphsvc.model.records import Place, RowIssue
from importers.giving360.titles import NEEDED, Column, column_of
from importers.reading.files import refusal
from importers.reading.tables import Row, Table
from importers.units import Unusable


class GrantTable:
    """A table whose header was understood. Raises UnreadableFile where a column that is needed is missing."""

    def __init__(self, path: Path, table: Table) -> None:
        self._table = table
        found = {place: column_of(header) for place, header in enumerate(table.header) if header}
        self._columns: dict[int, Column] = {place: column for place, column in found.items() if column is not None}
        self._where = f"{table.sheet}!1" if table.sheet else "row 1"
        paths = {column.path for column in self._columns.values()}
        missing = [title for path, title in NEEDED if path not in paths]
        has_recipient = any(path[0] in ("recipientOrganization", "recipientIndividual") for path in paths)
        if not has_recipient:
            missing.append("Recipient Org:Name")
        if missing:
            message = f"The table is not one of 360Giving: it has no column {', '.join(missing)}."
            hint = "Name the columns as the standard does, or import the table with the importer workbook."
            raise refusal(path, "table.column-missing", message, place=self._where, hint=hint)

    def notices(self) -> Iterator[RowIssue]:
        """One note for each column that nothing reads."""
        for place, header in enumerate(self._table.header):
            if header and place not in self._columns:
                advice = "This column is not one of the standard and was left out."
                where = Place(self._table.file, self._where)
                yield RowIssue(where, "column.unknown", advice, header[:200], is_refusal=False)

    def grant(self, row: Row) -> dict[str, Any]:
        """The grant in one row. Raises Unusable for a cell that is no text (an error, a formula without a value)."""
        if row.flaw is not None:
            raise Unusable(*row.flaw)
        made: dict[str, Any] = {}
        for place, column in self._columns.items():
            text = row.values[place].strip()
            mark = row.marks.get(place)
            if mark is not None and column.use in mark.refused_for:
                raise Unusable(mark.rule, mark.advice, self._table.header[place][:200], text[:200])
            if text:
                _put(made, column, text)
        for key, value in made.items():
            if isinstance(value, dict) and key not in ("recipientIndividual", "toIndividualsDetails"):
                made[key] = [value[number] for number in sorted(value)]
        return made


def _put(made: dict[str, Any], column: Column, text: str) -> None:
    inside: dict[Any, Any] = made
    for step in column.path[:-1]:
        inside = inside.setdefault(step, {})
    inside[str(column.path[-1])] = text
