"""Where the money goes: sentence, levels, rows behind a cell, facets, tables to take along, what cannot be asked."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from graphsvc.access import Viewer
from tests import networks as drawn
from tests.contracts.pages.money import NORTH, cells, heading, network, page_of, people, sentence, visit, words
from tests.contracts.pages.visiting import joined
from tests.unit.queries.funding import pays
from tests.webapp import PAYLOADS, Site, make_site


def test_the_sentence_says_what_arrives_and_what_is_not_traceable(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"from={ids['prm']}&stage=paid&year=2022")

    assert heading(page).startswith("Of 48 million USD paid by Bureau of Refuge, ")
    assert heading(page).endswith("are not traceable.")
    assert "What arrived in 2022, of money from that year or before." in words(page)


def test_the_sentence_is_said_in_spanish_with_spanish_numbers(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"from={ids['fund']}&stage=paid&to={ids['casa']}", "es")

    assert heading(page) == (
        "De 12 millones de USD pagados por Example Fund, unos 6 millones de USD llegan a Casa Ejemplo."
    )
    assert "12.000.000,50" in words(page)
    assert "12,000,000.50" in words(visit(money, f"from={ids['fund']}&stage=paid"))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "All of 50 million USD committed by all known payers reaches Example Refuge Agency."),
        ("es", "La totalidad de los 50 millones de USD comprometidos por todos los pagadores conocidos llega a "),
    ],
)
def test_an_amount_of_which_all_arrives_is_said_once(
    money: Site, ids: dict[str, str], language: str, told: str
) -> None:
    page = visit(money, f"to={ids['un']}&stage=committed", language)

    assert heading(page).startswith(told)
    assert {"en": "Level 1: first payers", "es": "Nivel 1: primeros pagadores"}[language] in words(page)


def test_each_level_has_its_own_table_and_total(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"from={ids['prm']}&stage=paid")
    level_1 = cells(page, 1)
    totals = page.xpath("//div[@id='of-level-1']//tfoot//td")

    assert level_1 == [["Bureau of Refuge", "Example Refuge Agency", "48,000,000", "-2,000,000", "46,000,000"]]
    assert [joined(cell.text_content()) for cell in totals] == ["48,000,000", "-2,000,000", "46,000,000"]
    assert "they are never added up" in words(page)


def test_not_published_differs_from_zero(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"from={ids['mute']}&stage=paid")
    paid = visit(money, f"from={ids['un']}&stage=paid&year=2022")

    assert {row[1]: set(row[2:]) for row in cells(page, 1)} == {"Casa Ejemplo": {"–"}}
    assert {row[1]: row[2] for row in cells(paid, 1)}["Casa Ejemplo"] == "30,000,000"
    assert "“–”: nobody publishes an amount. 0: the amounts are published" in words(page)


def test_published_and_not_counted_differs_from_not_published(money: Site, ids: dict[str, str]) -> None:
    query = f"from={ids['un']}&stage=paid&year=2022"
    page = visit(money, query)
    told = money.client().get(f"/api/v1/flows?{query}").get_json()
    (hop,) = (one for one in told["hops"] if one["recipient"]["id"] == ids["ev"])

    assert {row[1]: row[2] for row in cells(page, 1)}["Örnek Ev"] == "(…)"
    assert "“(…)”: an amount is published, and not counted here." in words(page)
    assert (hop["amount"], hop["is_published"], hop["cells"][0]["is_published"]) == (None, True, True)
    assert (told["levels"][0]["unpublished"], told["levels"][0]["uncounted"]) == (0, 1)
    assert ("no-amounts" in told["missing"], "not-counted" in told["missing"]) == (False, True)


def test_a_cell_opens_its_rows_with_rate_date_and_confirmation(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"from={ids['un']}&stage=paid")
    opened = {joined(one.xpath("./summary/span")[0].text_content()): one for one in page.xpath("//table//td/details")}
    casa = opened["Example Refuge Agency – Casa Ejemplo, 2022:"]
    otra = opened["Example Refuge Agency – Otra Casa, 2022:"]
    assert "beside: 29,000,000 USD said by the other side: a confirmation" in joined(casa.text_content())
    assert all(link.get("href").startswith("/en/statements/t") for link in casa.iter("a"))
    assert joined(otra.text_content()).endswith(
        "10,000,000 EUR = 10,431,000 USD at 1.0431, rate of 15 June 2022 said by Register of the North"
    )


def test_what_is_left_out_is_listed_with_reason_and_amount(money: Site, ids: dict[str, str]) -> None:
    part = visit(money, f"from={ids['un']}&stage=paid").get_element_by_id("missing").getparent()
    rows = [[joined(cell.text_content()) for cell in row.iter("td")][:3] for row in part.xpath(".//tbody/tr")]

    assert ["No rate of this currency is known for that time", "1", "10,290,000 CRC"] in rows
    assert ["Said by the other side: a confirmation", "1", "29,000,000 USD"] in rows
    assert "Some amounts have no rate" in joined(part.text_content())


def test_where_nobody_publishes_amounts_the_sentence_says_so(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"from={ids['mute']}")

    assert heading(page) == "Money of Mute Foundation goes to 1 actor, but nobody publishes how much."
    assert "There is no amount to draw" in words(page)
    assert not page.find_class("sankey")


def test_where_no_money_is_known_the_sentence_says_so(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"from={ids['lone']}")

    assert heading(page) == "No source says that money of Hermit Aid goes to anybody."
    assert "Try without a year" in words(page)


def test_before_anything_is_asked_the_page_offers_who_pays_most(money: Site, ids: dict[str, str]) -> None:
    page = visit(money)
    offered = [link.get("href") for link in page.find_class("begin")[0].iter("a")]

    assert heading(page) == "Where does the money go, and how do we know?"
    assert offered[0] == f"/en/flows?from={ids['prm']}"
    assert money.client().get("/api/v1/flows").status_code == 400


def test_facets_are_links_with_counts(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"from={ids['prm']}&stage=paid")
    facets = {
        joined(link.text_content()): link.get("href") for nav in page.find_class("facet") for link in nav.iter("a")
    }

    assert facets["Mexico 2"] == f"/en/flows?from={ids['prm']}&stage=paid&to_country=MX"
    assert facets["2022 3"].endswith("year=2022")
    assert {"paid 6", "committed 1"} <= set(facets)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_address_restores_the_form(money: Site, ids: dict[str, str], language: str) -> None:
    query = f"from={ids['prm']}&to_country=MX&year=2022&stage=paid&currency=EUR"
    page = visit(money, query, language)
    form = page.xpath("//form[@method='post'][contains(@class, 'ask')]")[0]
    chosen = {field.get("name"): field.xpath("./option[@selected]/@value") for field in form.iter("select")}

    assert {name: chosen[name] for name in ("year", "stage", "currency", "to_country")} == {
        "year": ["2022"], "stage": ["paid"], "currency": ["EUR"], "to_country": ["MX"],
    }  # fmt: skip
    assert form.xpath(".//input[@type='hidden'][@name='from']/@value") == [ids["prm"]]
    assert money.client().get(f"/api/v1/flows?{query}").get_json()["currency"] == "EUR"


def test_what_is_typed_leads_to_an_address_without_names(money: Site, ids: dict[str, str]) -> None:
    client = money.client()
    token = page_of(client.get("/en/flows")).xpath("//main//form//input[@type='hidden']")[0]
    sent = {token.get("name"): token.get("value"), "from_text": "bureau of refuge", "to_country": "MX", "year": "2022"}

    answer = client.post("/en/flows", data=sent, headers={"Origin": "http://localhost"})

    assert answer.status_code == 303
    assert answer.location == f"/en/flows?from={ids['prm']}&to_country=MX&year=2022"


@pytest.mark.parametrize(
    ("query", "told", "hint"),
    [
        ("stage=given", "There is no such stage of money.", "Choose from the list: paid, committed, promised, "),
        ("currency=XXZ", "There is no such currency.", "Take a code of ISO 4217, such as USD."),
        ("currency=dollars", "There is no such currency.", "Take a code of ISO 4217, such as USD."),
        ("year=22", "This is not a year from 1800 to 2200.", "Write it with four digits, such as 2023."),
        ("year=9999", "This is not a year from 1800 to 2200.", "Write it with four digits, such as 2023."),
        ("year=1000", "This is not a year from 1800 to 2200.", "Write it with four digits, such as 2023."),
        ("year=%D9%A2%D9%A0%D9%A2%D9%A2", "This is not a year from 1800 to 2200.", "Write it with four digits"),
        ("longest=7", "A path has 1 to 6 hops.", "4 is usual."),
        ("limit=101", "So many cannot be shown.", "Ask for 1 to 100."),
        ("limit=many", "So many cannot be shown.", "Ask for 1 to 100."),
        ("to_role=wizard", "One of the choices in the address is not known here.", "Take it away"),
        ("to_country=Mexico", "One of the choices in the address is not known here.", "Take it away"),
        ("to_country=FR", "Nobody stands behind one of the ends.", "Choose another name or class."),
        ("to_words=gone", "The words that were typed are no longer kept.", "Type them again."),
    ],
)
def test_what_cannot_be_asked_keeps_the_form_and_says_what_to_do(
    money: Site, ids: dict[str, str], query: str, told: str, hint: str
) -> None:
    asked = f"from={ids['prm']}&{query}"
    response = money.client().get(f"/en/flows?{asked}")

    assert response.status_code == 400
    assert sentence(response) == told
    assert hint in words(page_of(response))
    assert page_of(response).xpath("//input[@name='from'][@type='hidden']/@value") == [ids["prm"]]
    for twin in ("flows", "flows.csv", "flows.xlsx", "maps/flows", "diagrams/flows"):
        assert money.client().get(f"/api/v1/{twin}?{asked}").status_code == 400, twin


def test_the_spreadsheet_equals_the_csv_and_the_json(money: Site, ids: dict[str, str]) -> None:
    query = f"from={ids['prm']}&stage=paid"
    answer = money.client().get(f"/api/v1/flows?{query}").get_json()
    text = money.client().get(f"/api/v1/flows.csv?{query}").get_data(as_text=True)
    book = load_workbook(BytesIO(money.client().get(f"/api/v1/flows.xlsx?{query}").get_data()))
    head, *rows = book["answer"].iter_rows(values_only=True)
    sheet = [dict(zip(head, row, strict=True)) for row in rows]
    table = list(csv.DictReader(StringIO(text.split("\r\n\r\n")[1])))

    assert [_plain(row) for row in sheet] == [_plain(row) for row in table]
    hops = [row for row in sheet if row["part"] == "hop"]
    assert [(row["payer_id"], row["recipient_id"], _number(row["amount"])) for row in hops] == [
        (hop["payer"]["id"], hop["recipient"]["id"], _number(hop["amount"])) for hop in answer["hops"]
    ]
    stated = [row for row in sheet if row["part"] == "statement"]
    assert [(row["statement"], _number(row["amount"])) for row in stated] == [
        (one["statement"], _number(one["converted"]))
        for hop in answer["hops"] for cell in hop["cells"] for one in cell["stated"]
    ]  # fmt: skip
    assert all(isinstance(row["amount"], int | float) for row in stated)
    assert [cell.data_type for row in book["answer"].iter_rows() for cell in row if cell.data_type == "f"] == []


def _number(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value)).normalize()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    numbers = ("amount", "attributed", "least", "most", "kept", "received", "share", "stated", "rate", "level", "year")
    plain = {
        name: _number(value) if name in numbers else "" if value is None else str(value) for name, value in row.items()
    }
    return plain | {"rate_day": str(row["rate_day"] or "")[:10]}


def test_a_name_that_begins_like_a_formula_is_a_text_everywhere(tmp_path: Any) -> None:
    site = make_site(tmp_path, network(casa='=HYPERLINK("http://example.org")', otra=PAYLOADS[0]))
    try:
        query = "to_country=MX&stage=paid"
        page = visit(site, query)
        book = load_workbook(BytesIO(site.client().get(f"/api/v1/flows.xlsx?{query}").get_data()))
        text = site.client().get(f"/api/v1/flows.csv?{query}").get_data(as_text=True)
    finally:
        site.close()
    found = [cell for row in book["answer"].iter_rows() for cell in row if str(cell.value).startswith("=HYPER")]

    assert PAYLOADS[0] in words(page)
    assert list(page.get_element_by_id("main").iter("script")) == []
    assert found
    assert {cell.data_type for cell in found} == {"s"}
    assert "'=HYPERLINK" in text


def test_the_diagram_has_a_band_for_what_is_not_traceable(money: Site, ids: dict[str, str]) -> None:
    drawn_ = money.client().get(f"/api/v1/diagrams/flows?from={ids['prm']}&stage=paid&year=2022").get_json()
    level = {node["id"]: node["level"] for node in drawn_["nodes"]}

    assert drawn_["levels"] == ["payers", "level 1", "level 2"]
    assert [link["kind"] for link in drawn_["links"]].count("untraced") == 1
    assert all(level[link["target"]] == level[link["source"]] + 1 for link in drawn_["links"])
    assert {link["url"] for link in drawn_["links"] if link["kind"] == "paid"} <= {f"#hop-{n}" for n in range(1, 9)}


def test_the_map_draws_the_paths(money: Site, ids: dict[str, str]) -> None:
    shown = money.client().get(f"/api/v1/maps/flows?from={ids['prm']}&to={ids['casa']}&stage=paid").get_json()

    assert [node["name"] for node in shown["nodes"]] == ["Bureau of Refuge", "Example Refuge Agency", "Casa Ejemplo"]
    assert [edge["arrows"] for edge in shown["edges"]] == ["to", "to"]
    assert "46 million USD" in shown["edges"][0]["title"]


def test_what_money_depends_on_names_funders_intermediaries_and_peers(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"actor={ids['casa']}&stage=paid", path="flows/dependence")
    told = words(page)

    assert heading(page) == "Casa Ejemplo gets 30 million USD from 2 funders, as if they were 1 of equal size."
    assert "Of 1 more funder nobody publishes how much." in told
    assert "Example Refuge Agency" in joined(page.get_element_by_id("through").getparent().text_content())
    assert "Shares are of" not in told
    assert money.client().get("/en/flows/dependence").status_code == 404


def test_shares_say_what_they_are_of_where_something_was_returned(tmp_path: Any) -> None:
    fund, other, casa = (people()[key] for key in ("fund", "mute", "casa"))
    ties = (pays("1", fund, casa, "150"), pays("2", other, casa, "-30"))

    site = make_site(tmp_path, drawn.Network((NORTH,), (fund, other, casa), ties))
    try:
        one = site.networks.of(Viewer.guest(may_read=True)).snapshot.actor_of[casa.id]
        told = words(visit(site, f"actor={one}", path="flows/dependence"))
    finally:
        site.close()

    assert "Shares are of 150 EUR: what was returned is not taken off." in told


def test_the_page_of_an_actor_leads_to_where_its_money_goes_and_comes_from(money: Site, ids: dict[str, str]) -> None:
    def addresses(key: str) -> set[str]:
        page = visit(money, path=f"actors/{ids[key]}")
        return {link.get("href") for link in page.iter("a") if "/en/flows?" in link.get("href", "")}

    assert addresses("un") == {f"/en/flows?from={ids['un']}", f"/en/flows?to={ids['un']}"}
    assert addresses("prm") == {f"/en/flows?from={ids['prm']}"}
    assert addresses("lone") == set()


def test_a_rate_of_the_end_of_a_month_says_whose_it_is(tmp_path: Any) -> None:
    by = people()
    tie = pays("1", by["un"], by["ev"], "1000", on="2018-02-11", currency="GTQ")
    site = make_site(tmp_path, drawn.Network((NORTH,), tuple(by.values()), (tie,)))
    try:
        un = site.networks.of(Viewer.guest(may_read=True)).snapshot.actor_of[by["un"].id]
        page = visit(site, f"from={un}&stage=paid&currency=USD")
        text = site.client().get(f"/api/v1/flows.csv?from={un}&stage=paid&currency=USD").get_data(as_text=True)
    finally:
        site.close()
    cell = joined(page.xpath("//table//td/details")[0].text_content())

    assert "1,000 GTQ = 135.63 USD at 0.135631, rate of 28 February 2018, end of the month, IMF" in cell
    assert "Where that bank quotes none, by the IMF's rate of the end of the month." in words(page)
    (stated,) = (row for row in csv.DictReader(StringIO(text.split("\r\n\r\n")[1])) if row["part"] == "statement")
    assert (stated["rate_table"], stated["rate_day"]) == ("imf", "2018-02-28")
