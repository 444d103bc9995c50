"""What every page with rows promises of the files in which they are taken along."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, StringIO

from openpyxl import load_workbook
from werkzeug.test import TestResponse

from graphsvc.cells import inert
from tests.contracts.pages.visiting import Visit, could_be_a_formula
from tests.webapp import Site
from web.access import declared_permission
from web.headers import FIXED
from web.pages import Page
from web.spreadsheets import XLSX_TYPE


def test_a_page_with_rows_has_a_csv_twin_that_no_spreadsheet_computes(
    site: Site, visit: Visit, page: Page, language: str
) -> None:
    response = taken(visit, "csv")
    if page.table is None:
        assert response.status_code == 404
        return
    rows = list(csv.reader(StringIO(response.get_data(as_text=True).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))))
    begin = rows.index([])
    heading = {row[0]: row[1] for row in rows[:begin]}

    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{file_name(site, page)}.csv"'
    assert {name: response.headers.get(name) for name in FIXED} == FIXED
    assert heading["graphsvc"] == page.summary
    assert heading["made for"] == "guest"
    assert heading["made on"] == datetime.fromtimestamp(site.clock(), UTC).date().isoformat()
    assert heading["version of the data"]
    assert len({len(row) for row in rows[begin + 1 :]}) == 1
    assert [cell for row in rows for cell in row if could_be_a_formula(cell)] == []
    assert declared_permission(site.app, page.csv_twin) is page.permission
    assert is_linked(visit, "csv")
    assert f"language={language}" in response.request.query_string.decode("ascii")


def test_a_page_with_rows_has_an_xlsx_twin_that_says_the_same(site: Site, visit: Visit, page: Page) -> None:
    response = taken(visit, "xlsx")
    if page.table is None:
        assert response.status_code == 404
        return
    book = load_workbook(BytesIO(response.get_data()))
    told = list(csv.reader(StringIO(taken(visit, "csv").get_data(as_text=True))))
    rows = told[told.index([]) + 1 :]
    held = [[cell.value for cell in row] for row in book["answer"].iter_rows()]

    assert response.content_type == XLSX_TYPE
    assert response.headers["Content-Disposition"] == f'attachment; filename="{file_name(site, page)}.xlsx"'
    assert declared_permission(site.app, page.xlsx_twin) is page.permission
    assert is_linked(visit, "xlsx")
    assert len(held) == len(rows) > 0
    assert list(unlike(held, rows)) == []
    assert not any(cell.data_type == "f" for row in book["answer"].iter_rows() for cell in row)
    assert book["about"]["B1"].value == page.summary


def taken(visit: Visit, kind: str) -> TestResponse:
    """The answer of `visit` as a file of this kind."""
    asked = visit.twin.request
    return visit.client.get(f"{asked.path}.{kind}?{asked.query_string.decode('ascii')}")


def file_name(site: Site, page: Page) -> str:
    """What the file is called: the product, the page and the day."""
    day = datetime.fromtimestamp(site.clock(), UTC).date().isoformat()
    return f"graphsvc-{page.name.removesuffix('.show').replace('.', '-').replace('_', '-')}-{day}"


def is_linked(visit: Visit, kind: str) -> bool:
    """Whether the page leads to its file of this kind."""
    address = f"{visit.twin.request.path}.{kind}?"
    return any(link.get("href", "").startswith(address) for link in visit.main.iter("a"))


def unlike(held: list[list[object]], told: list[list[str]]) -> Iterator[tuple[object, str]]:
    """The cells of a spreadsheet that do not say what the CSV says; numbers are compared as numbers."""
    for one, other in zip(held, told, strict=True):
        for value, text in zip(one, other, strict=True):
            if isinstance(value, int | float):
                same = float(text) == value
            elif isinstance(value, datetime):
                same = value.date().isoformat() == text
            else:
                same = inert(str(value or "")) == text
            if not same:
                yield value, text
