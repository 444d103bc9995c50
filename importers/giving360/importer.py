"""The importer `360giving`: grants as JSON, CSV or XLSX, told apart by their form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from graphsvc.errors import UnreadableFile, WrongUse
from graphsvc.model.records import Item, Place, RowIssue
from graphsvc.model.values import FlowClass
from importers.giving360.grants import GrantReader
from importers.giving360.table_form import GrantTable
from importers.giving360.titles import MEMBERS, fits
from importers.giving360.values import Values
from importers.importer import Importer, Reading
from importers.reading.files import HEAD_BYTES, open_bytes
from importers.reading.json import JsonLimits, JsonRecords, looks_like_json
from importers.reading.scalars import DateOrder, DecimalMark
from importers.reading.tabular import TableChoices, TabularFile, open_tabular
from importers.reading.text import declared_encoding
from importers.units import Unusable

_WANTED = (("grants",),)
_CHOICES = {
    "encoding": "how a table was saved: utf-8, cp1252, ...",
    "date-order": "dmy or mdy, for dates such as 01/02/2024",
    "decimal": "point or comma",
    "sheet": "the sheet with the grants, where it is not called grants",
}
_SHEETS = frozenset({"grants", "grant"})


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Item]:
    """The grants of 360Giving files and who gives and receives them.

    Raises:
        UnreadableFile: neither form, columns that are missing, damaged, or over a limit.
        WrongUse: a choice that is not known.
    """
    choices = reading.choices
    for name in choices:
        if name not in _CHOICES:
            hint = f"Use one of: {', '.join(_CHOICES)}."
            raise WrongUse(f"The importer 360giving has no choice {name!r}.", hint=hint)
    grants = GrantReader(_values(choices.get("date-order"), choices.get("decimal")))
    tables = TableChoices(declared_encoding(choices["encoding"]) if "encoding" in choices else None)
    for path in paths:
        with open_bytes(path, reading.limits.max_file_bytes) as stream:
            head = stream.read(HEAD_BYTES)
        if looks_like_json(head):
            yield from _json(path, grants, reading)
        else:
            with open_tabular(path, reading.limits, tables) as file:
                yield from _table(path, file, grants, choices.get("sheet"))
    yield from grants.organisations.parties.records()
    yield from grants.account.end()


def _values(order: str | None, decimal: str | None) -> Values:
    try:
        return Values(DateOrder(order) if order else None, DecimalMark(decimal) if decimal else None)
    except ValueError as error:
        hint = "Use date-order=dmy or date-order=mdy; decimal=point or decimal=comma."
        raise WrongUse(f"A choice has a value that is not known: {str(error)[:60]}.", hint=hint) from error


def _json(path: Path, grants: GrantReader, reading: Reading) -> Iterator[Item]:
    limits = JsonLimits(file_bytes=reading.limits.max_file_bytes)
    unknown: Counter[str] = Counter()
    for number, grant in enumerate(JsonRecords(path, _WANTED, limits), start=1):
        if number > reading.limits.max_rows:
            message = f"The file has more than {reading.limits.max_rows:,} grants."
            raise UnreadableFile(message, file=path.name, rule="file.too-many-rows", hint="Split it.")
        unknown.update(grant.keys() - MEMBERS)
        yield from grants.read(grant, Place(path.name, f"grants[{number}]"))
    for key, count in sorted(unknown.items()):
        advice = f"{count:,} grants have this member, which the standard does not know; it was left out."
        yield RowIssue(Place(path.name, "grants"), "field.unknown", advice, key[:200], is_refusal=False)


def _table(path: Path, file: TabularFile, grants: GrantReader, sheet: str | None) -> Iterator[Item]:
    names = file.sheet_names
    if sheet is None and names is not None and len(names) > 1:
        sheet = next((name for name in names if name.casefold() in _SHEETS), None)
    table = file.table(fits, sheet)
    bound = GrantTable(path, table)
    yield from bound.notices()
    for row in table.rows():
        try:
            grant = bound.grant(row)
        except Unusable as problem:
            yield grants.account.refuse(row.place, problem, FlowClass.COMMITMENT, None)
        else:
            yield from grants.read(grant, row.place)
    yield from (*table.notices, *file.notices)


GIVING360 = Importer(
    name="360giving",
    summary="Grants of the 360Giving Data Standard (JSON, CSV, XLSX): awarded and paid, funder to recipient.",
    read=read,
    example="graphsvc import 360giving tests/fixtures/360giving/lloyds-bank-foundation-migration-grants.json",
)
