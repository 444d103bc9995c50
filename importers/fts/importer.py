"""The importer `fts`: answers of FTS's API (JSON) and tables for a country (CSV, XLSX), told apart by their form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graphsvc.errors import UnreadableFile, WrongUse
from graphsvc.model.records import Item, Place, RowIssue
from importers.fts import json_form, table_form
from importers.fts.reader import FlowReader
from importers.importer import Importer, Reading
from importers.reading.files import HEAD_BYTES, open_bytes, refusal
from importers.reading.json import JsonLimits, JsonRecords, looks_like_json
from importers.reading.tables import Table
from importers.reading.tabular import TableChoices, open_tabular
from importers.reading.text import declared_encoding
from importers.units import Unusable

_CHOICES = {"encoding": "how a table was saved: utf-8, cp1252, ..."}


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Item]:
    """The flows of FTS files and who is at their ends.

    Choice: `encoding=cp1252` for a table that is not UTF-8.

    Raises:
        UnreadableFile: neither form, columns that are missing, damaged, or over a limit.
        WrongUse: a choice that is not known.
    """
    choices = _choices(reading)
    flows = FlowReader()
    pages: list[tuple[str, int, int]] = []
    for path in paths:
        with open_bytes(path, reading.limits.max_file_bytes) as stream:
            head = stream.read(HEAD_BYTES)
        if looks_like_json(head):
            yield from _json(path, flows, reading, pages)
        else:
            with open_tabular(path, reading.limits, choices) as file:
                table = file.table(table_form.fits)
                yield from _table(path, table, flows)
                yield from (*table.notices, *file.notices)
    yield from _missing_pages(pages)
    yield from flows.end()


def _choices(reading: Reading) -> TableChoices:
    for name in reading.choices:
        if name not in _CHOICES:
            raise WrongUse(f"The importer fts has no choice {name!r}.", hint=f"Use one of: {', '.join(_CHOICES)}.")
    encoding = reading.choices.get("encoding")
    return TableChoices(declared_encoding(encoding) if encoding else None)


def _json(path: Path, flows: FlowReader, reading: Reading, pages: list[tuple[str, int, int]]) -> Iterator[Item]:
    records = JsonRecords(path, json_form.WANTED, JsonLimits(file_bytes=reading.limits.max_file_bytes))
    unknown: Counter[str] = Counter()
    number = 0
    for number, record in enumerate(records, start=1):
        if number > reading.limits.max_rows:
            message = f"The file has more than {reading.limits.max_rows:,} flows."
            raise UnreadableFile(message, file=path.name, rule="file.too-many-rows", hint="Split it.")
        place = Place(path.name, f"flows[{number}]")
        if not record.keys() <= json_form.READ:
            unknown.update(record.keys() - json_form.READ)
        try:
            flow = json_form.flow_of(record)
        except Unusable as problem:
            yield flows.account.refuse(place, problem, None, None)
        else:
            yield from flows.read(flow, place)
    _refuse_error(path, records.rest)
    counted = _counted(records.rest)
    if counted is not None:
        pages.append((path.name, counted, number))
    for key, count in sorted(unknown.items()):
        advice = f"{count:,} flows have this member, which is not known and was left out."
        yield RowIssue(Place(path.name, "flows"), "field.unknown", advice, key[:200], is_refusal=False)


def _refuse_error(path: Path, rest: dict[tuple[str, ...], Any]) -> None:
    status = rest.get(("status",))
    if isinstance(status, str) and status.casefold() not in ("ok", "success"):
        message = f"The answer is an error of FTS ({status[:60]}), not flows."
        raise refusal(path, "fts.error", message, hint="Ask FTS again.")


def _counted(rest: dict[tuple[str, ...], Any]) -> int | None:
    meta = rest.get(("meta",))
    text = meta.get("count") if isinstance(meta, dict) else None
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10 else None


def _missing_pages(pages: list[tuple[str, int, int]]) -> Iterator[RowIssue]:
    """One note for each answer of which pages are missing: what is not here is in no total."""
    read: dict[int, list[tuple[str, int]]] = {}
    for name, counted, here in pages:
        read.setdefault(counted, []).append((name, here))
    for counted, files in read.items():
        here = sum(count for _, count in files)
        if here < counted:
            advice = (
                f"FTS counts {counted:,} flows, and these pages hold {here:,}: totals leave out {counted - here:,}."
            )
            yield RowIssue(Place(files[0][0], "meta"), "flow.pages-missing", advice, "count", is_refusal=False)


def _table(path: Path, table: Table, flows: FlowReader) -> Iterator[Item]:
    positions = {name: place for place, name in enumerate(table.header) if name in table_form.COLUMNS}
    missing = [name for name in table_form.NEEDED if name not in positions]
    where = f"{table.sheet}!1" if table.sheet else "row 1"
    if missing:
        message = f"The table is not one of FTS: it has no column {', '.join(missing)}."
        hint = "Download the table of flows again, or import it with the importer workbook."
        raise refusal(path, "table.column-missing", message, place=where, hint=hint)
    for name in table.header:
        if name and name not in positions:
            advice = "This column is not known and was left out."
            yield RowIssue(Place(path.name, where), "column.unknown", advice, name[:200], is_refusal=False)
    for row in table.rows():
        if row.flaw is not None:
            yield flows.account.refuse(row.place, Unusable(*row.flaw), None, None)
        else:
            yield from flows.read(table_form.flow_of(row, positions), row.place)


FTS = Importer(
    name="fts",
    summary="OCHA FTS: flows of humanitarian money, as JSON of its API or as tables (CSV, XLSX).",
    read=read,
    example="graphsvc import fts tests/fixtures/fts/fts_incoming_funding_jor.csv",
)
