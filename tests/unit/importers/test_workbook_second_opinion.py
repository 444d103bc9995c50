"""Our own reading of workbooks beside that of openpyxl and calamine, on every workbook of the corpus that is taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from importers.importer import Limits
from importers.reading.sheets import SheetChoices
from importers.reading.tables import Mark
from importers.reading.tabular import TableChoices, open_tabular
from tests.corpus import cases_xlsx, cases_xlsx_archives
from tests.corpus.case import Case, Outcome

SAMPLES = Path(__file__).parents[3] / "samples"
WORKBOOKS = sorted(SAMPLES.rglob("*.xlsx"))
# What each of the two reads otherwise, and why ours is right by the rules of the corpus.
OTHERWISE = {
    "X24": "calamine gives the formatted empty rows as blank ones",
    "X25b": "merged cells were filled on request",
    "X38c": "the noise behind the 15th digit of a double is left out",
    "X44a": "openpyxl and calamine leave some escapes as they are",
    "X44c": "the same",
    "X50": "openpyxl and calamine do not read the strict namespace",
    "X51": "calamine does not read UTF-16",
    "X57b": "the same cells; openpyxl wants a fill for each style",
}
TAKEN = [
    case
    for case in (*cases_xlsx.CASES, *cases_xlsx_archives.CASES)
    if case.kind == "xlsx" and case.outcome in (Outcome.TAKEN, Outcome.REPAIRED) and case.id not in OTHERWISE
]
Sheet = dict[tuple[int, int], str]


def ours(path: Path) -> dict[str, Sheet]:
    found = {}
    choices = TableChoices(sheets=SheetChoices(include_hidden=True))
    with open_tabular(path, Limits(), choices) as book:
        for name in book.sheet_names or ():
            table = book.table(lambda header: sum(map(bool, header)), name)
            cells: Sheet = {}
            for row in table.rows():
                for place, text in enumerate(row.values):
                    if text.strip():
                        cells[row.number, place] = plain(text, row.marks.get(place))
            found[name] = cells
    return found


def plain(text: str, mark: Mark | None) -> str:
    return f"{float(text):.12g}" if mark in (Mark.NUMBER, Mark.PERCENT, Mark.PADDED) else text.replace("\r", "").strip()


def shown(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{float(value):.12g}"
    return "" if value is None else str(value).replace("\r", "").strip()


def by_openpyxl(path: Path) -> dict[str, Sheet]:
    return {
        sheet.title: below_the_header(sheet.iter_rows(values_only=True), sheet.min_row, sheet.min_column)
        for sheet in load_workbook(path, data_only=True).worksheets
    }


def by_calamine(path: Path) -> dict[str, Sheet]:
    book = CalamineWorkbook.from_path(str(path))
    found = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        found[name] = below_the_header(sheet.to_python(skip_empty_area=True), top + 1, left + 1)
    return found


def below_the_header(rows: Sequence[Sequence[object]] | object, top: int, left: int) -> Sheet:
    found: Sheet = {}
    for number, row in enumerate(rows, top):
        for place, value in enumerate(row, left - 1):
            if number > 1 and shown(value):
                found[number, place] = shown(value)
    return found


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_the_samples_hold_the_same_cells_for_openpyxl_calamine_and_us(path: Path) -> None:
    assert ours(path) == by_openpyxl(path) == by_calamine(path)


@pytest.mark.parametrize("case", TAKEN, ids=lambda case: case.name)
def test_a_workbook_that_is_taken_holds_the_same_cells_for_all_three(case: Case, tmp_path: Path) -> None:
    case.make(tmp_path)
    path = tmp_path / "book.xlsx"

    mine = ours(path)

    assert mine == by_calamine(path)
    assert mine == by_openpyxl(path)
