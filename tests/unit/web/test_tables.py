"""Cells of a CSV file: no spreadsheet takes one for a formula, and what is harmless stays as it is."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graphsvc.cells import inert
from tests.contracts.pages.visiting import could_be_a_formula
from web.tables import written

ACTIVE = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\N{NO-BREAK SPACE}=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "|x",
    "%x",
)


@pytest.mark.parametrize("cell", ACTIVE)
def test_what_could_be_a_formula_begins_with_an_apostrophe(cell: str) -> None:
    assert inert(cell).startswith("'")


@pytest.mark.parametrize(
    ("cell", "harmless"),
    [
        ("=1+1", "'=1+1"),
        ("Refuge;=2+5+cmd|' /C calc'!A0", "Refuge;'=2+5+cmd|' /C calc'!A0"),
        ('a; "@x\n+1', "a;' \"@x\n'+1"),
        ("a\t＝1", "a\t'＝1"),
        (";;=1", ";;'=1"),
        ("a;-1", "a;'-1"),
    ],
)
def test_what_stands_behind_a_separator_could_begin_a_cell(cell: str, harmless: str) -> None:
    assert inert(cell) == harmless


@pytest.mark.parametrize("cell", ["", "7", "-1", "-120000.50", "2019-10", "Ana = Ben", "O'Neil", "北方", "a-b", "'=1"])
def test_what_is_harmless_stays_as_it_is(cell: str) -> None:
    assert inert(cell) == cell


@given(st.text())
def test_no_cell_can_be_a_formula_and_each_can_be_read_again(cell: str) -> None:
    assert not could_be_a_formula(inert(cell))
    assert inert(cell).replace("'", "") == cell.replace("'", "")


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=3))
def test_rows_survive_writing_and_reading(cells: list[str]) -> None:
    (read,) = csv.reader(StringIO(written([cells]), newline=""))

    assert read == [inert(cell) for cell in cells]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(rows=st.lists(st.lists(st.text(alphabet="=+@-;,\t\r\n \"'x1"), min_size=1, max_size=3), max_size=3))
def test_no_cell_is_a_formula_whatever_a_spreadsheet_takes_for_the_separator(
    separator: str, rows: list[list[str]]
) -> None:
    assume(not any(row[0].startswith("-1") for row in rows))  # no table of ours begins with an amount

    read = csv.reader(StringIO(written(rows), newline=""), delimiter=separator)

    assert [cell for row in read for cell in row if could_be_a_formula(cell.lstrip())] == []


def test_every_cell_is_quoted() -> None:
    assert written([("a;b", "1", "")]) == '"a;b","1",""\r\n'
