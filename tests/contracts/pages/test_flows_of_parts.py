"""Money that is told of a whole and of its part: what is taken off is shown where it is, in every form."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from graphsvc.model.values import FlowClass
from tests import networks as drawn
from tests.contracts.pages.money import NORTH, cells, people, visit, words
from tests.contracts.pages.visiting import joined
from tests.unit.queries.funding import pays
from tests.webapp import Site, make_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The agency tells of 100 from the fund, and the bureau, a part of the fund, of 60 to the agency."""
    by = people()
    ties = [
        drawn.tie("p", by["prm"], by["fund"], kind="part_of"),
        pays("1", by["fund"], by["un"], "100", on="2022-03-01", currency="USD", of=FlowClass.INCOMING),
        pays("2", by["prm"], by["un"], "60", on="2022-05-01", currency="USD"),
    ]
    made = make_site(Path(tmp_path_factory.mktemp("parts")), drawn.Network((NORTH,), tuple(by.values()), tuple(ties)))
    yield made
    made.close()


@pytest.fixture
def query(site: Site, ids: dict[str, str]) -> str:
    return f"to={ids['un']}&stage=paid"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "−60 USD also told for a part of one of them, and counted there:"),
        ("es", "−60 USD contado también para una parte de una de ellas, y sumado allí:"),
    ],
)
def test_the_page_says_what_is_taken_off(site: Site, query: str, language: str, said: str) -> None:
    page = visit(site, query, language)
    opened = [joined(one.text_content()) for one in page.xpath("//table//td/details")]

    assert sorted(row[2] for row in cells(page, 1)) == ["40", "60"]
    assert any(f"{said} Bureau of Refuge → Example Refuge Agency" in one for one in opened)
    assert ("it counts once, with the part" if language == "en" else "Se suma una sola vez, con la parte") in words(
        page
    )


def test_the_twins_say_it_too(site: Site, query: str) -> None:
    client = site.client()
    hops = client.get(f"/api/v1/flows?{query}").get_json()["hops"]
    text = client.get(f"/api/v1/flows.csv?{query}").get_data(as_text=True)
    rows = list(csv.DictReader(StringIO(text.split("\r\n\r\n")[1])))

    (told,) = [cell["of_parts"] for hop in hops for cell in hop["cells"] if cell["of_parts"]]
    assert told["amount"] == "60.00"
    assert [[one["name"] for one in pair] for pair in told["parts"]] == [["Bureau of Refuge", "Example Refuge Agency"]]
    (taken,) = [row for row in rows if row["part"] == "counts with parts"]
    assert (taken["payer"], taken["amount"], taken["year"]) == ("Example Fund", "-60.00", "2022")
    assert taken["note"].startswith("Bureau of Refuge [")
