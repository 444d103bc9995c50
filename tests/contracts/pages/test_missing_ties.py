"""Which new ties would help: the sentence, the plan, each tie, every state in the address, and what cannot be asked."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from io import StringIO
from itertools import combinations
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from werkzeug.test import TestResponse

from graphsvc.model.values import Period
from tests import networks as drawn
from tests.contracts.pages.visiting import joined
from tests.webapp import PAYLOADS, Site, form_token, make_site

NORTH = drawn.source("north:a", title="Register of the North", published_on="2026-01-01")
PAGE, TWIN = "/en/landscape/missing-ties", "/api/v1/landscape/missing-ties"
ASKED = "from_kind=organization&from_country=MX&to_role=policymaker&as_of=2026-01-01"
CHAIN = ("ana", "ben", "hub")


def network(*, first: str = "Casa Ana", dated: int = 0, near: int = 1) -> drawn.Network:
    """Casa Ana (Mexico) - Ben House - The Hub (both Türkiye) - nine members; Pia hangs on Ben House only.

    `dated`: so many others, each tied to each, since different years. `near`: of the members, so many know Casa Ana.
    """
    names = {"ana": first, "ben": "Ben House", "hub": "The Hub"}
    country = {"ana": "MX", "ben": "TR", "hub": "TR"}
    actors = {key: drawn.actor(NORTH, key, name, country=country[key]) for key, name in names.items()}
    members = {
        f"t{n}": drawn.actor(NORTH, f"t{n}", f"Member {n}", kind="person", roles=frozenset({"policymaker"}))
        for n in range(9)
    }
    pia = drawn.actor(NORTH, "pia", "Pia Policy", kind="person", roles=frozenset({"policymaker"}))
    crowd = [drawn.actor(NORTH, f"x{n}", f"Crowd {n}", kind="person") for n in range(dated)]
    ties = [drawn.tie("1", actors["ana"], actors["ben"]), drawn.tie("2", actors["ben"], actors["hub"])]
    ties += [drawn.tie(key, actors["hub"], one) for key, one in members.items()] + [drawn.tie("p", actors["ben"], pia)]
    ties += [drawn.tie(f"n{n}", actors["ana"], members[f"t{n}"]) for n in range(near)]
    ties += [
        drawn.tie(f"d{n}", one, other, period=Period.parse(str(2010 + n % 10), None))
        for n, (one, other) in enumerate(combinations(crowd, 2))
    ]
    return drawn.Network((NORTH,), (*actors.values(), *members.values(), pia, *crowd), tuple(ties))


@pytest.fixture(scope="module")
def ties(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("ties"), network())
    yield made
    made.close()


@pytest.fixture(autouse=True)
def a_minute_later_there(ties: Site) -> None:
    ties.clock.now += 60


def page_of(response: TestResponse) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def sentence(response: TestResponse) -> str:
    return joined(page_of(response).xpath("//h1")[0].text_content())


def words(page: lxml.html.HtmlElement) -> str:
    return joined(page.get_element_by_id("main").text_content())


def part(page: lxml.html.HtmlElement, heading: str) -> str:
    return joined(page.get_element_by_id(heading).getparent().text_content())


def visit(site: Site, query: str = f"{ASKED}&steps=2", language: str = "en") -> lxml.html.HtmlElement:
    response = site.client().get(f"/{language}/landscape/missing-ties?{query}")
    assert response.status_code == 200
    return page_of(response)


def test_the_sentence_says_how_many_come_near_and_what_near_means(ties: Site) -> None:
    page = visit(ties)

    assert joined(page.xpath("//h1")[0].text_content()) == (
        "One new tie would bring 8 more policymakers near organizations in Mexico."
    )
    assert "Near means: within 2 ties. Now 2 of 10 are near; with the new ties it would be 10." in words(page)
    assert page.xpath("//main/*[not(self::script)]")[0].tag == "h1"


def test_the_sentence_is_said_in_spanish(ties: Site) -> None:
    assert joined(visit(ties, language="es").xpath("//h1")[0].text_content()) == (
        "Un vínculo nuevo acercaría a 8 responsables políticos más a organizaciones de México."
    )


def test_the_plan_names_its_ties_and_what_no_other_choice_can_do(ties: Site) -> None:
    told = part(visit(ties), "together")

    assert told == (
        "The best one Casa Ana ⇢new tie with The Hub brings 8 near · then 10 of 10 are near No other 3 new ties "
        "together bring more. How likely they are does not count here; the table below has both. "
        "Try these ties in the sandbox"
    )


def test_a_tie_has_its_reason_its_benefits_and_who_could_introduce_apart(ties: Site) -> None:
    page = visit(ties)
    row = page.xpath("//table[contains(@class,'missing-ties')]/tbody/tr")[0]
    cells = [joined(cell.text_content()) for cell in row.iter("td")]

    assert cells[0] == "Casa Ana ⇢new tie with The Hub Both are tied to Ben House, Member 0."
    assert cells[1].startswith("8 near Member")
    assert "and 3 more" in cells[1]
    assert cells[2] == "not known"
    assert cells[3].startswith("Ben House this route is strong · See the introduction")


def test_the_introduction_that_is_named_is_the_one_behind_the_link(ties: Site) -> None:
    client = ties.client()
    answer = client.get(f"{TWIN}?{ASKED}&steps=2").get_json()["ties"][0]
    page = visit(ties)
    link = next(link.get("href") for link in page.iter("a") if "See the introduction" in link.text_content())

    assert parse_qs(urlsplit(link).query) == {
        "from": [answer["one"]["id"]],
        "to": [answer["other"]["id"]],
        "itself": ["1"],
        "as_of": ["2026-01-01"],
    }
    routes = client.get(link.replace("/en/", "/api/v1/")).get_json()["routes"]
    assert [one["id"] for one in routes[0]["introducers"]] == [one["id"] for one in answer["introduction"][1:-1]]


def test_whom_those_near_now_hang_on_is_said(ties: Site) -> None:
    assert "Of the 2 near now, 1 depends on one actor: every shortest way there passes Ben House." in words(visit(ties))


def test_the_silos_that_a_tie_would_join_are_said_briefly_and_with_numbers(tmp_path: Path) -> None:
    whole = network(near=0)
    apart = tuple(tie for tie in whole.ties if tie.record.key != "1")
    site = make_site(tmp_path, drawn.Network(whole.sources, whole.actors, apart))
    try:
        page = visit(site)
    finally:
        site.close()

    assert "Joins Mexico and Türkiye, which have no tie." in words(page)
    assert part(page, "joined") == "Silos that these ties would join Mexico – Türkiye: no tie now."


def test_without_dates_it_says_that_chances_are_not_known(ties: Site) -> None:
    page = visit(ties)

    assert "too few ties have a date to learn from" in part(page, "missing")
    assert page.xpath("//*[@id='likely']") == []


def test_what_is_still_worked_out_is_said_at_once_and_is_there_a_minute_later(tmp_path: Path) -> None:
    site = make_site(tmp_path, network(dated=14))
    try:
        client = site.client()
        first = client.get(f"{PAGE}?{ASKED}&steps=2")
        until = time.monotonic() + 30
        while "We are working out" in words(page_of(client.get(f"{PAGE}?{ASKED}"))) and time.monotonic() < until:
            site.clock.now += 60
            time.sleep(0.05)
        later = words(page_of(client.get(f"{PAGE}?{ASKED}&steps=2")))
    finally:
        site.close()

    assert "We are working out now how likely each tie is. Look again in a minute." in words(page_of(first))
    assert "We are working out" not in later


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "Which new ties would help most?"),
        ("from_country=MX", "Whom should they come near to?"),
        ("to_role=policymaker", "Who would make the new ties?"),
        (
            "from_country=MX&to_country=TR",
            "No new tie is needed: actors in Türkiye are all near actors in Mexico already.",
        ),
        (
            "from_country=MX&to_role=policymaker&steps=4",
            "No new tie is needed: policymakers are all near actors in Mexico already.",
        ),
    ],
)
def test_where_there_is_nothing_to_show_the_sentence_says_why(ties: Site, query: str, told: str) -> None:
    assert sentence(ties.client().get(f"{PAGE}?{query}")) == told


def test_a_target_that_no_tie_brings_is_said(tmp_path: Path) -> None:
    whole = network()
    lone = drawn.actor(NORTH, "lone", "Lone Minister", kind="position", roles=frozenset({"funder"}))
    site = make_site(tmp_path, drawn.Network(whole.sources, (*whole.actors, lone), whole.ties))
    try:
        told = sentence(site.client().get(f"{PAGE}?from_country=MX&to={lone.id}"))
    finally:
        site.close()

    assert told == "No single new tie would bring Lone Minister near actors in Mexico."


def test_with_few_ties_nothing_is_proposed(tmp_path: Path) -> None:
    whole = network()
    site = make_site(tmp_path, drawn.Network(whole.sources, whole.actors, whole.ties[:5]))
    try:
        page = visit(site)
    finally:
        site.close()

    assert joined(page.xpath("//h1")[0].text_content()) == "Not enough data to say which new ties would help."
    assert page.xpath("//table") == []


WRONG = {
    f"{ASKED}&steps=1": ("Near can mean within 2 to 4 ties.", "missing-ties.bad-plan"),
    f"{ASKED}&steps=two": ("Near can mean within 2 to 4 ties.", "missing-ties.bad-plan"),
    f"{ASKED}&plan=11": ("A plan has 1 to 10 new ties.", "missing-ties.bad-plan"),
    f"{ASKED}&limit=0": ("Between 1 and 50 new ties can be shown.", "missing-ties.bad-plan"),
    f"{ASKED}&limit=%D9%A3": ("Between 1 and 50 new ties can be shown.", "missing-ties.bad-plan"),
    "from_country=MX&to_role=zebra": (
        "One of the choices in the address is not known here.",
        "introductions.unknown-choice",
    ),
    "from_country=MX&to_country=MX": ("Everybody to reach is among those who ask.", "introductions.bad-end"),
    "from_country=NO&to_country=MX": ("Nobody by name stands behind one of the ends.", "introductions.bad-end"),
}


@pytest.mark.parametrize("query", WRONG)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_cannot_be_asked_keeps_the_form_and_says_what_to_do(ties: Site, query: str, language: str) -> None:
    told, code = WRONG[query]
    client = ties.client()
    response = client.get(f"/{language}/landscape/missing-ties?{query}")

    assert response.status_code == 400
    assert page_of(response).xpath("//main//form//select[@name='steps']")
    if language == "en":
        assert sentence(response) == told
    else:
        assert sentence(response) != told
    problem = client.get(f"{TWIN}?{query}")
    assert (problem.status_code, problem.get_json()["code"]) == (400, code)


def test_an_end_that_is_missing_is_a_problem_for_programs(ties: Site) -> None:
    response = ties.client().get(f"{TWIN}?from_country=MX")

    assert (response.status_code, response.get_json()["code"]) == (400, "introductions.bad-end")


def test_a_name_typed_without_script_becomes_an_id_and_every_choice_stands_in_the_address(ties: Site) -> None:
    client = ties.client()
    data = {
        "csrf_token": form_token(client),
        "from_text": "casa ana",
        "to_role": "policymaker",
        "steps": "2",
        "plan": "5",
    }
    sent = client.post(PAGE, data=data, headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"})
    address = sent.headers["Location"]
    page = page_of(client.get(address))
    form = page.xpath("//form[contains(@class,'new-ties')]")[0]

    assert sent.status_code == 303
    given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert given.keys() == {"from", "to_role", "steps", "plan"}
    assert "casa" not in address
    chosen = {box.get("name"): box.value for box in form.iter("select") if box.value}
    assert chosen == {"to_role": "policymaker", "steps": "2", "plan": "5"}
    assert "would bring 8 more policymakers near Casa Ana." in sentence(client.get(address))


def test_a_choice_is_taken_out_and_the_numbers_stay(ties: Site) -> None:
    page = visit(ties)
    out = [link.get("href") for link in page.iter("a") if link.get("class") == "out"]

    assert [sorted(parse_qs(urlsplit(address).query)) for address in out] == [
        ["as_of", "steps", "to_role"],
        ["as_of", "from_country", "from_kind", "steps"],
    ]
    assert {urlsplit(address).path for address in out} == {PAGE}


def test_the_table_for_spreadsheets_has_likelihood_and_benefit_in_columns_of_their_own(ties: Site) -> None:
    text = ties.client().get(f"{TWIN}.csv?{ASKED}&steps=2&limit=1").get_data(as_text=True)
    rows = list(csv.DictReader(StringIO(text.split("\r\n\r\n", 1)[1])))

    assert [(row["part"], row["other"], row["brings"], row["reached"]) for row in rows] == [
        ("whole", "", "", "2"),
        ("tie", "The Hub", "8", ""),
        ("plan", "The Hub", "8", "10"),
    ]
    assert (rows[1]["likelihood"], rows[1]["introduction_tier"]) == ("", "strong")


def test_the_other_pages_on_the_landscape_lead_there(ties: Site) -> None:
    client = ties.client()
    for path in ("/en/", "/en/landscape/brokers", "/en/landscape/silos"):
        links = [link.get("href") for link in page_of(client.get(path)).get_element_by_id("main").iter("a")]
        assert PAGE in links


def test_the_first_questions_are_answered(ties: Site) -> None:
    client = ties.client()
    page = page_of(client.get(PAGE))
    links = [link.get("href") for link in page.get_element_by_id("begin").getparent().iter("a")]

    assert len(links) == 2
    assert {client.get(link).status_code for link in links} == {200}


def test_a_name_with_markup_is_only_text(tmp_path: Path) -> None:
    site = make_site(tmp_path, network(first=PAYLOADS[0]))
    try:
        page = visit(site)
    finally:
        site.close()

    assert list(page.get_element_by_id("main").iter("script")) == []
    assert PAYLOADS[0] in words(page)
