"""Tables to take along as XLSX: what is read back is what was written, and no text is ever computed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tests.webapp import Site, make_site, sample
from web.spreadsheets import MOST_DIGITS, Value, as_texts, as_xlsx


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("site"), sample())
    yield made
    made.close()


def written(site: Site, rows: list[tuple[Value, ...]]) -> list[tuple[Any, ...]]:
    """The rows as openpyxl reads them again, with the type of each cell."""
    with site.app.test_request_context("/en/about"):
        site.app.preprocess_request()
        book = load_workbook(BytesIO(as_xlsx(rows, "What it is")))
    return [tuple((cell.value, cell.data_type) for cell in row) for row in book["answer"].iter_rows()]


def test_numbers_are_numbers_and_days_are_days(site: Site) -> None:
    _head, row = written(site, [("a", "b", "c", "d"), (Decimal("-120000.50"), 7, date(2022, 6, 15), None)])

    assert row == ((-120000.5, "n"), (7, "n"), (datetime.fromisoformat("2022-06-15"), "d"), (None, "n"))


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://example.org")', "+1", "-1+1", "@x", "\t=1", "'=1"])
def test_a_text_that_begins_like_a_formula_stays_a_text(site: Site, text: str) -> None:
    _head, ((value, kind),) = written(site, [("a",), (text,)])

    assert (value, kind) == (text, "s")


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_a_text(site: Site) -> None:
    long = Decimal("1000000000000000.01")
    _head, row = written(site, [("a", "b"), (long, Decimal(999999999999999))])

    assert row == (("1000000000000000.01", "s"), (999999999999999, "n"))


def test_who_made_it_and_from_which_data_stands_on_a_second_sheet(site: Site) -> None:
    with site.app.test_request_context("/en/about"):
        site.app.preprocess_request()
        book = load_workbook(BytesIO(as_xlsx([("a",)], "What it is")))
    about = {row[0]: row[1] for row in book["about"].iter_rows(values_only=True) if row[0]}

    assert about["graphsvc"] == "What it is"
    assert about["made for"] == "guest"
    assert {"made on", "version of the data"} <= about.keys()


@given(
    st.lists(
        st.one_of(
            st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
                lambda text: not ILLEGAL_CHARACTERS_RE.search(text)
            ),
            st.integers(-(10**14), 10**14),
            st.decimals(-(10**12), 10**12, places=2),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_read_back_is_what_was_written(site: Site, row: list[Value]) -> None:
    _head, read = written(site, [tuple("abcdefgh"[: len(row)]), tuple(row)])

    for value, (got, kind) in zip(row, read, strict=True):
        if isinstance(value, str):
            assert (got, kind) == (value.replace("\r\n", "\n").replace("\r", "\n"), "s")
        else:
            assert kind == "n"
            assert Decimal(str(got)) == Decimal(value)
            assert len(Decimal(value).as_tuple().digits) <= MOST_DIGITS


def test_as_texts_nothing_is_rounded_and_nothing_known_is_empty() -> None:
    rows = [("a", Decimal("1E+3"), Decimal("0.00"), None, date(2022, 6, 15), 0)]

    assert list(as_texts(rows)) == [("a", "1000", "0.00", "", "2022-06-15", "0")]
