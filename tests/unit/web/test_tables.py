"""Cells of a CSV file: no spreadsheet takes one for a formula, and what is harmless stays as it is."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.pages.visiting import could_be_a_formula
from web.tables import inert

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
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "7", "-1", "-120000.50", "2019-10", "Ana = Ben", "O'Neil", "北方", "a-b", "'=1"])
def test_what_is_harmless_stays_as_it_is(cell: str) -> None:
    assert inert(cell) == cell


@given(st.text())
def test_no_cell_can_be_a_formula_and_each_can_be_read_again(cell: str) -> None:
    assert not could_be_a_formula(inert(cell))
    assert inert(cell) in (cell, f"'{cell}")


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=3))
def test_rows_survive_writing_and_reading(cells: list[str]) -> None:
    written = StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow([inert(cell) for cell in cells])

    (read,) = csv.reader(StringIO(written.getvalue(), newline=""))

    assert read == [inert(cell) for cell in cells]
