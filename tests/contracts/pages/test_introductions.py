"""Who can introduce us: the form without script, everything that can be wrong with it, and what an answer offers."""

from __future__ import annotations

import csv
import re
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.contracts.pages.visiting import joined
from tests.webapp import HIDDEN_KEY, Site, form_token, post, sample, statement_id, steady_headers, without_chance
from web.typed_texts import LONGEST_SECONDS

NETWORK = sample()
HUB, BODY, ANA, COAL, FUND, ALONE, LONG = (
    statement_id(NETWORK, key) for key in ("hub", "body", "ana", "coal", "fund", "alone", "long")
)
HIDDEN = statement_id(NETWORK, HIDDEN_KEY)
ASKED = f"from={FUND}&to={ANA}"
PLACES = ("/en/introductions?{query}", "/api/v1/introductions?{query}", "/api/v1/introductions.csv?{query}",
          "/api/v1/maps/routes?{query}", "/en/introductions/brief?{query}")  # fmt: skip


def page_of(response: TestResponse) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def sentence(response: TestResponse) -> str:
    return joined(page_of(response).xpath("//h1")[0].text_content())


def actor(client: FlaskClient, statement: str) -> str:
    """The id of the actor that a statement is about."""
    return str(client.get(f"/api/v1/actors/{statement}").get_json()["actor"]["id"])


def query_of(response: TestResponse) -> dict[str, list[str]]:
    return parse_qs(urlsplit(response.headers["Location"]).query)


def test_a_route_is_a_sentence_a_list_and_a_map(site: Site) -> None:
    response = site.client().get(f"/en/introductions?{ASKED}")
    page = page_of(response)

    assert (
        sentence(response)
        == "Example Refuge Network is the one to ask, being tied both to Example Fund and to Ana Example."
    )
    assert [item.tag for item in page.find_class("route")] == ["li"]
    assert len(page.find_class("map")) == 1
    assert "ask first" in page.find_class("route")[0].text_content()
    assert page.find_class("weakest")[0].text_content() == "weakest step"


def test_no_bare_decimal_stands_outside_of_why_this_chance(site: Site) -> None:
    page = page_of(site.client().get(f"/en/introductions?{ASKED}"))
    for why in page.find_class("why"):
        why.drop_tree()

    assert re.findall(r"\d[.,]\d|\d ?%", page.get_element_by_id("main").text_content()) == []


def test_nothing_asked_is_an_empty_form_and_in_json_a_problem(site: Site) -> None:
    client = site.client()
    page, half = client.get("/en/introductions"), client.get(f"/en/introductions?to={ANA}")
    twin = client.get("/api/v1/introductions")

    assert (page.status_code, sentence(page)) == (200, "Who can introduce us?")
    assert half.status_code == 200
    assert page_of(half).xpath("//input[@name='to']/@value") == [actor(client, ANA)]
    assert (twin.status_code, twin.content_type) == (400, "application/problem+json")
    assert twin.get_json()["code"] == "introductions.bad-end"


WRONG = {
    f"from={HUB}&to={HUB}": "introductions.same-ends",
    f"{ASKED}&avoid={HUB}&via={HUB}": "introductions.bad-controls",
    f"{ASKED}&longest=9": "introductions.bad-controls",
    f"{ASKED}&longest=0": "introductions.bad-controls",
    f"{ASKED}&routes=21": "introductions.bad-controls",
    f"{ASKED}&as_of=soon": "introductions.bad-controls",
    f"{ASKED}&kinds=opposes": "introductions.bad-controls",
    f"{ASKED}&kinds=knows&without_kinds=knows": "introductions.bad-controls",
    f"{ASKED}&kinds=nothing": "introductions.unknown-choice",
    f"{ASKED}&confidence=certain": "introductions.unknown-choice",
    f"from={FUND}&to_role=king": "introductions.unknown-choice",
    f"from={FUND}&to_words=no-such-token": "introductions.typed-words-gone",
    f"{ASKED}&avoid_typed=no-such-token": "introductions.typed-words-gone",
    f"from={FUND}&to_country=ZZ": "introductions.bad-end",
}


@pytest.mark.parametrize("query", WRONG)
def test_what_is_wrong_is_said_with_the_form_kept(site: Site, language: str, query: str) -> None:
    client = site.client()
    page = client.get(f"/{language}/introductions?{query}")
    twin = client.get(f"/api/v1/introductions?{query}&language={language}")
    problem = twin.get_json()

    assert (page.status_code, twin.status_code) == (400, 400)
    assert twin.content_type == "application/problem+json"
    assert problem["code"] == WRONG[query]
    assert sentence(page) == problem["title"]
    assert problem["detail"] in page.get_data(as_text=True)
    assert actor(client, parse_qs(query)["from"][0]) in page_of(page).xpath("//input[@name='from']/@value")
    assert client.get(f"/api/v1/introductions.csv?{query}").status_code == 400
    assert client.get(f"/api/v1/maps/routes?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["from={id}&to=" + HUB, f"from={HUB}&to=" + "{id}", ASKED + "&avoid={id}", ASKED + "&via={id}"]
)
@pytest.mark.parametrize("place", PLACES)
def test_an_actor_that_may_not_be_seen_is_not_there(site: Site, place: str, query: str) -> None:
    client = site.client()
    client.get("/en/about")
    hidden, absent = (client.get(place.format(query=query.format(id=one))) for one in (HIDDEN, "a" + "b" * 16))

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert without_chance(hidden.get_data(as_text=True)) == without_chance(absent.get_data(as_text=True))
    assert steady_headers(hidden.headers) == steady_headers(absent.headers)


def test_a_name_typed_without_script_becomes_an_id_or_a_choice(site: Site) -> None:
    client = site.client()
    clear = post(client, "/en/introductions", from_text="Example Fund", to_text="Ana Example")
    open_ = post(client, "/en/introductions", from_text="example", to_text="Ana Example")

    assert clear.status_code == open_.status_code == 303
    assert query_of(clear) == {"from": [actor(client, FUND)], "to": [actor(client, ANA)]}
    assert "xample" not in open_.headers["Location"]
    page = client.get(open_.headers["Location"])
    choices = page_of(page).xpath("//main//ul[contains(@class,'ties')]//a/@href")
    assert page.status_code == 200
    assert len(choices) >= 5
    assert page_of(page).xpath("//input[@id='from-text']/@value") == ["example"]
    chosen = client.get(choices[0])
    assert chosen.status_code == 200
    assert "from_typed" not in choices[0]


def test_a_name_that_nobody_has_is_said(site: Site) -> None:
    client = site.client()
    sent = post(client, "/en/introductions", **{"from": FUND}, to_text="Nobody Whatsoever")

    page = client.get(sent.headers["Location"])

    assert "Nobody here is called “Nobody Whatsoever”." in page.get_data(as_text=True)


def test_typed_words_are_kept_for_one_visitor_and_not_for_ever(site: Site) -> None:
    client = site.client()
    sent = post(client, "/en/introductions", **{"from": FUND}, to_words_text="ana")
    address = sent.headers["Location"]

    assert "ana" not in address
    assert sentence(client.get(address)).endswith("Ana Example.")
    assert site.client().get(address).status_code == 400
    site.clock.now += LONGEST_SECONDS + 1
    assert client.get(address).status_code == 400


def test_every_control_of_the_form_is_in_the_address_and_back_in_the_form(site: Site) -> None:
    client = site.client()
    ids = {key: actor(client, one) for key, one in {"from": FUND, "to": BODY, "via": HUB, "avoid": LONG}.items()}
    texts = {"longest": "3", "routes": "2", "as_of": "2025-01-01", "confidence": "inferred", "speaking": "es"}
    switches = {"ended": "1", "planned": "1", "itself": "1"}
    sent = client.post(
        "/en/introductions",
        data={
            "csrf_token": form_token(client),
            **ids,
            **texts,
            **switches,
            "kinds": ["funds", "met"],
            "without_kinds": ["knows"],
        },
        headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
    )
    wanted = {**ids, **texts, **switches, "kinds": "funds,met", "without_kinds": "knows"}

    assert {name: values[0] for name, values in query_of(sent).items()} == wanted
    page = page_of(client.get(sent.headers["Location"]))
    form = page.xpath("//form[@class='ask']")[0]
    fields = {box.get("name"): box.value for box in form.xpath(".//select | .//input[@name='as_of']")}
    assert {name: fields[name] for name in texts} == texts
    assert set(form.xpath(".//input[@checked]/@name")) == {*switches, "kinds", "without_kinds"}
    controls = client.get(sent.headers["Location"].replace("/en/", "/api/v1/")).get_json()["controls"]
    assert (controls["longest"], controls["routes"], controls["language"], controls["with_people"]) == (
        3,
        2,
        "es",
        False,
    )
    assert (controls["via"], controls["avoid"]) == ([ids["via"]], [ids["avoid"]])


def test_every_chip_leads_to_the_question_without_it(site: Site) -> None:
    client = site.client()
    page = page_of(client.get(f"/en/introductions?{ASKED}&longest=3&ended=1&kinds=funds,knows&avoid={BODY}"))
    addresses = page.xpath("//div[@role='group']/a[contains(@class,'chip')]/@href")

    gone = [{"longest", "ended", "kinds", "avoid"} - parse_qs(urlsplit(address).query).keys() for address in addresses]

    assert sorted(gone, key=str) == [{"avoid"}, {"ended"}, {"kinds"}, {"longest"}]
    assert {client.get(address).status_code for address in addresses} == {200}


def test_not_through_takes_an_introducer_out_and_go_through_keeps_it(site: Site) -> None:
    client = site.client()
    page = page_of(client.get(f"/en/introductions?{ASKED}"))
    not_through, through = page.xpath("//span[@class='acts']/a/@href")[:2]

    assert sentence(client.get(not_through)).startswith("No route within 4 steps from Example Fund to Ana Example")
    assert client.get(through.replace("/en/", "/api/v1/")).get_json()["stops"][0]["name"] == "Example Refuge Network"


def test_without_a_route_both_sides_are_told_and_what_would_open_one(site: Site) -> None:
    client = site.client()
    page = client.get(f"/en/introductions?from={ALONE}&to={HUB}")
    text = joined(page_of(page).text_content())

    assert page.status_code == 200
    assert sentence(page) == "No route within 4 steps from Example Hermit to Example Refuge Network is known."
    assert "Nobody: no tie from there can carry an introduction." in text
    assert page_of(page).find_class("map") == []


def test_only_controls_that_would_help_are_offered(site: Site) -> None:
    client = site.client()
    query = f"from={BODY}&to={ANA}&avoid={HUB}"
    page = page_of(client.get(f"/en/introductions?{query}"))

    offered = {
        name
        for address in page.xpath("//main//p[@class='buttons']/a/@href")
        for name in ("planned", "ended", "longest")
        if name in parse_qs(urlsplit(address).query)
    }

    assert offered == {"ended"}
    assert sentence(client.get(f"/en/introductions?{query}&ended=1")) == (
        "Example Ministry and Ana Example are tied already: no introduction is needed."
    )


def test_a_csv_holds_every_statement_of_the_answer(site: Site) -> None:
    client = site.client()
    answer = client.get(f"/api/v1/introductions?{ASKED}").get_json()
    text = client.get(f"/api/v1/introductions.csv?{ASKED}").get_data(as_text=True)
    rows = list(csv.DictReader(StringIO(text.split("\r\n\r\n", 1)[1])))

    said = [
        (str(number), str(place), step["ego"]["id"], step["alter"]["id"], piece["statement"]["id"])
        for number, route in enumerate(answer["routes"], 1)
        for place, step in enumerate(route["steps"], 1)
        for piece in step["pieces"]
    ]

    assert said
    assert [(row["route"], row["step"], row["from_id"], row["to_id"], row["statement"]) for row in rows] == said


def test_a_brief_is_one_route_with_its_text_and_others_are_not_there(site: Site) -> None:
    client = site.client()
    brief = client.get(f"/en/introductions/brief?{ASKED}&route=1")

    assert brief.status_code == 200
    assert "Could you introduce us to Ana Example?" in brief.get_data(as_text=True)
    assert "¿Podría presentarnos a Ana Example?" in brief.get_data(as_text=True)
    assert client.get(f"/en/introductions/brief?{ASKED}&route=9").status_code == 404
    assert client.get(f"/en/introductions/brief?from={ALONE}&to={HUB}").status_code == 404
    assert client.get(f"/en/introductions/brief?{ASKED}&longest=99").status_code == 400


def test_the_button_to_ask_carries_the_route_for_those_who_are_signed_in(site: Site) -> None:
    rosa, guest = site.client("rosa"), site.client()
    ids = [actor(rosa, one) for one in (FUND, HUB, ANA)]

    own = page_of(rosa.get(f"/en/introductions?{ASKED}")).xpath("//a[contains(@href,'/requests/new')]/@href")
    way_in = page_of(guest.get(f"/en/introductions?{ASKED}")).xpath("//li//a[contains(@href,'/sign-in')]/@href")

    assert parse_qs(urlsplit(own[0]).query) == {"route": [",".join(ids)], "introducer": [ids[1]]}
    assert rosa.get(own[0]).status_code == 200
    assert parse_qs(urlsplit(way_in[0]).query)["next"][0].startswith("/en/introductions?from=")
    signed_in = page_of(guest.get(way_in[0])).xpath("//input[@name='next']/@value")
    assert signed_in[0].startswith("/en/introductions?from=")


def test_who_looked_for_whom_is_in_the_audit_by_ids_only(site: Site) -> None:
    rosa = site.client("rosa")
    rosa.get(f"/en/introductions?{ASKED}&speaking=es")
    rosa.get(f"/api/v1/introductions.csv?{ASKED}")

    told = [(entry.what, entry.subject) for entry in site.accounts.audit.entries()][-3:]

    assert told[0] == ("looked", f"introductions.show {FUND} {ANA}")
    assert told[2] == ("exported", "introductions.show")
