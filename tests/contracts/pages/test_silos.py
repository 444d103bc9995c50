"""Where the silos are: the sentence, the matrix as a table, every state in the address, and what cannot be asked."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import combinations
from typing import Any

import lxml.html
import pytest
from werkzeug.test import TestResponse

from tests import networks as drawn
from tests.contracts.pages.visiting import joined
from tests.webapp import PAYLOADS, Site, make_site

NORTH = drawn.source("north:a", title="Register of the North", published_on="2024-05-02")
MEXICO, TURKEY = "abcdef", "ghijkl"


def network(*, with_silos: bool = True) -> drawn.Network:
    """Six actors in each of two countries, all tied inside, one tie across; one of no country, one without ties."""
    actors = {
        key: drawn.actor(NORTH, key, f"Aid {key.upper()}", country="MX" if key in MEXICO else "TR", place_name="Here")
        for key in MEXICO + TURKEY
    } | {"n": drawn.actor(NORTH, "n", "Nowhere Aid"), "z": drawn.actor(NORTH, "z", "Hermit Aid", country="MX")}
    pairs = ["".join(pair) for part in (MEXICO, TURKEY) for pair in combinations(part, 2)] + ["ag", "bn"]
    ties = [drawn.tie(pair, actors[pair[0]], actors[pair[1]]) for pair in pairs] if with_silos else []
    return drawn.Network((NORTH,), tuple(actors.values()), tuple(ties))


@pytest.fixture(scope="module")
def silos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("silos"), network())
    yield made
    made.close()


@pytest.fixture(autouse=True)
def a_minute_later_there(silos: Site) -> None:
    silos.clock.now += 60


def page_of(response: TestResponse) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def sentence(response: TestResponse) -> str:
    return joined(page_of(response).xpath("//h1")[0].text_content())


def visit(site: Site, query: str = "", language: str = "en") -> lxml.html.HtmlElement:
    response = site.client().get(f"/{language}/landscape/silos?{query}")
    assert response.status_code == 200
    return page_of(response)


def words(page: lxml.html.HtmlElement) -> str:
    return joined(page.get_element_by_id("main").text_content())


def test_the_sentence_says_how_often_ties_stay_inside_and_who_is_farthest_apart(silos: Site) -> None:
    page = visit(silos)

    assert joined(page.xpath("//h1")[0].text_content()) == (
        "Ties stay inside one country in 97 of 100 cases; by chance it would be 46."
    )
    assert joined(page.find_class("apart")[0].text_content()) == (
        "Farthest apart are Mexico and Türkiye: 1 tie joins them; by chance there would be 17."
    )


def test_the_sentence_is_said_in_spanish(silos: Site) -> None:
    page = visit(silos, language="es")

    assert joined(page.xpath("//h1")[0].text_content()) == (
        "Los vínculos quedan dentro de un mismo país en 97 de cada 100 casos; por azar sería en 46."
    )


def test_each_group_says_what_stays_inside_and_who_is_untied(silos: Site) -> None:
    first, second = (joined(item.text_content()) for item in visit(silos).find_class("silo-list")[0].iter("li"))

    assert first.startswith(
        "Mexico 7 actors 15 ties stay inside (by chance 8). 1 tie leads to other groups. "
        "1 of its actors has no contact at all."
    )
    assert second.startswith("Türkiye 6 actors 15 ties stay inside (by chance 6). 1 tie leads to other groups.")
    assert "Most ties inside:" in first


def test_the_matrix_is_a_table_with_heads_and_marks_that_are_not_colour_alone(silos: Site) -> None:
    (table,) = visit(silos).xpath("//div[@class='matrix']//table")
    cells = [[joined(cell.text_content()) for cell in row.iter("td")] for row in table.xpath("./tbody/tr")]
    heads = [joined(head.text_content()) for head in table.xpath("./tbody/tr/th[@scope='row']")]

    assert heads == ["Mexico", "Türkiye"]
    assert cells == [
        ["15 ↑ far more ties than by chancechance: 8", "1 ↓ far fewerchance: 17"],
        ["1 ↓ far fewerchance: 17", "15 ↑ far more ties than by chancechance: 6"],
    ]
    assert [cell.get("class") for cell in table.iter("td")] == ["more own", "less", "less", "more own"]
    assert table.xpath("./caption")
    assert table.getparent().get("tabindex") == "0"


def test_an_empty_pair_is_marked_in_words(tmp_path: Any) -> None:
    whole = network()
    apart = drawn.Network(whole.sources, whole.actors, tuple(tie for tie in whole.ties if tie.record.key != "ag"))
    site = make_site(tmp_path, apart)
    try:
        page = visit(site)
    finally:
        site.close()

    assert joined(page.find_class("apart")[0].text_content()) == (
        "Farthest apart are Mexico and Türkiye: no tie joins them; by chance there would be 16."
    )
    assert [joined(cell.text_content()) for cell in page.find_class("empty")] == ["no tiechance: 16"] * 2


def test_who_bridges_which_tie_holds_and_who_is_alone_are_listed(silos: Site) -> None:
    page = visit(silos)
    lists = {
        head: joined(page.get_element_by_id(head).getparent().text_content())
        for head in ("bridging", "crossing", "alone")
    }

    assert lists["bridging"].startswith("Who is tied to other groups 2 Aid")
    assert "Mexico · 1 tie to other groups · 5 stay inside" in lists["bridging"]
    assert "without it, 6 actors lose contact with the rest" in lists["crossing"]
    assert lists["alone"].startswith("Without any contact 1 Hermit Aid")


def test_how_sure_it_is_is_said_in_sentences(silos: Site) -> None:
    told = joined(visit(silos).get_element_by_id("sure").getparent().text_content())

    assert "The group of 1 actor is not known: its ties are left out." in told
    assert "The groups were dealt out anew 999 times. Not once did ties stay inside so often." in told
    assert "Of 1 actor no contact is known: no tie that can carry an introduction." in told


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "query", ["by=kind", "by=role", "by=topic", "by=region", "by=community", "by=region&country=MX"]
)
def test_every_state_stands_in_the_address_and_in_its_form(silos: Site, query: str, language: str) -> None:
    page = visit(silos, query, language)
    chosen = {
        field.get("name"): field.xpath("./option[@selected]/@value")
        for field in page.get_element_by_id("main").iter("select")
    }
    given = dict(part.split("=") for part in query.split("&"))

    assert chosen == {"by": [given["by"]], "country": [given["country"]] if "country" in given else []}
    assert silos.client().get(f"/api/v1/landscape/silos?{query}").get_json()["by"] == given["by"]
    assert not [
        word
        for word in words(page).split()
        if word.strip("().,;").replace(".", "", 1).isdigit() and "." in word.strip("().,;")
    ]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("by=kind", "All whose group is known are in the same group, so there are no ties between groups."),
        ("by=topic", "Of nobody here is it known to which group they belong."),
        ("country=NO", "Nobody in Norway is known here."),
        (
            "by=region&country=MX",
            "All whose group is known are in the same group, so there are no ties between groups.",
        ),
    ],
)
def test_where_there_is_nothing_to_see_the_sentence_says_why(silos: Site, query: str, told: str) -> None:
    assert sentence(silos.client().get(f"/en/landscape/silos?{query}")) == told


def test_without_ties_or_with_few_nothing_is_compared(site: Site, tmp_path: Any) -> None:
    few = sentence(site.client().get("/en/landscape/silos"))
    bare = make_site(tmp_path, network(with_silos=False))
    try:
        none = bare.client().get("/en/landscape/silos")
    finally:
        bare.close()

    assert few.endswith("there are too few ties to compare this with chance.")
    assert sentence(none) == "No tie joins two actors whose groups are known."
    assert "by chance" not in words(visit(site))


def test_an_empty_network_says_so(tmp_path: Any) -> None:
    bare = make_site(tmp_path, drawn.Network((), (), ()))
    try:
        told = sentence(bare.client().get("/en/landscape/silos"))
    finally:
        bare.close()

    assert told == "There is nothing here yet that you may see."


GROUPS = "Choose from the list: country, kind of actor, role, topic, region or who is tied most to each other."


@pytest.mark.parametrize(
    ("query", "told", "hint"),
    [
        ("by=colour", "There is no such way to group.", GROUPS),
        ("country=Mexico", "This is no code of a country.", "Use two capital letters, as in MX."),
        ("limit=0", "So many cannot be shown.", "Ask for 1 to 30."),
        ("limit=31", "So many cannot be shown.", "Ask for 1 to 30."),
        ("limit=many", "So many cannot be shown.", "Ask for 1 to 30."),
        ("limit=-1", "So many cannot be shown.", "Ask for 1 to 30."),
        ("limit=%D9%A3", "So many cannot be shown.", "Ask for 1 to 30."),
        ("limit=99999999999999999999999", "So many cannot be shown.", "Ask for 1 to 30."),
    ],
)
def test_what_cannot_be_asked_keeps_the_form_and_says_what_to_do(silos: Site, query: str, told: str, hint: str) -> None:
    response = silos.client().get(f"/en/landscape/silos?{query}")
    page = page_of(response)

    assert response.status_code == 400
    assert sentence(response) == told
    assert hint in words(page)
    assert page.xpath("//form[@method='get']//select[@name='by']")
    twin = silos.client().get(f"/api/v1/landscape/silos?{query}")
    assert (twin.status_code, twin.content_type) == (400, "application/problem+json")
    assert silos.client().get(f"/api/v1/landscape/silos.csv?{query}").status_code == 400


def test_the_table_holds_groups_pairs_and_who_holds_them_together(silos: Site) -> None:
    text = silos.client().get("/api/v1/landscape/silos.csv?limit=1").get_data(as_text=True)
    rows = list(csv.DictReader(StringIO(text.split("\r\n\r\n")[1])))
    parts = [row["part"] for row in rows]

    assert {part: parts.count(part) for part in dict.fromkeys(parts)} == {
        "whole": 1,
        "group": 1,
        "pair": 3,
        "bridging": 2,
        "only tie": 1,
        "alone": 1,
    }
    assert [
        (row["group"], row["other_group"], row["ties"], row["standing"]) for row in rows if row["part"] == "pair"
    ] == [
        ("MX", "MX", "15", "more"),
        ("MX", "(all others)", "1", "less"),
        ("(all others)", "(all others)", "15", "more"),
    ]


def test_more_groups_are_one_click_away(silos: Site) -> None:
    page = visit(silos, "limit=1")

    (link,) = [link.get("href") for link in page.iter("a") if joined(link.text_content()) == "Show 2"]

    assert link == "/en/landscape/silos?by=country&limit=30"
    assert "1 smaller group is not shown by itself." in words(page)


def test_the_start_page_leads_there(site: Site) -> None:
    home = page_of(site.client().get("/en/"))

    assert "/en/landscape/silos" in [link.get("href") for link in home.get_element_by_id("main").iter("a")]


def test_a_name_with_markup_is_only_text(tmp_path: Any) -> None:
    whole = network()
    odd = drawn.actor(NORTH, "a", PAYLOADS[0], country="MX")
    site = make_site(tmp_path, drawn.Network(whole.sources, (odd, *whole.actors[1:]), whole.ties))
    try:
        page = visit(site, "by=community")
    finally:
        site.close()

    assert list(page.get_element_by_id("main").iter("script")) == []
    assert PAYLOADS[0] in words(page)
