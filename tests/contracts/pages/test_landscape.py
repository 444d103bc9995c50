"""Who connects whom: the sentence, the form in the address, what is refused, and the same numbers everywhere."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import combinations
from pathlib import Path

import lxml.html
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from queries.broker_values import Order
from queries.groupings import GroupBy
from tests import networks as drawn
from tests.contracts.pages.visiting import joined
from tests.webapp import Site, make_site, sample, statement_id

PAGE, TWIN = "/en/landscape/brokers", "/api/v1/landscape/brokers"
CHOOSE = {"en": "Choose from the list", "es": "Elija de la lista"}
STATES = ("", "?by=kind", "?by=role&order=liaison", "?by=kind&order=itinerant&limit=2", "?country=MX&order=betweenness")


def page_of(response: TestResponse) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def sentence(response: TestResponse) -> str:
    return joined(page_of(response).xpath("//h1")[0].text_content())


def main_of(response: TestResponse) -> str:
    return joined(page_of(response).get_element_by_id("main").text_content())


def rows_of(client: FlaskClient, query: str) -> list[dict[str, str]]:
    text = client.get(f"{TWIN}.csv{query}").get_data(as_text=True)
    lines = list(csv.reader(StringIO(text)))
    names, *rows = lines[lines.index([]) + 1 :]
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_the_sentence_names_the_first_and_the_list_begins_with_it(site: Site) -> None:
    response = site.client().get(PAGE)
    first = page_of(response).find_class("broker")[0]

    assert (
        sentence(response)
        == "Example Refuge Network connects groups most, and stands between 3 pairs of actors of different groups."
    )
    assert joined(first.text_content()).startswith(
        "1 Example Refuge Network Mexico · number 1 of 11 by shortest routes · 10 contacts · "
        "3 pairs of different groups "
        "Stands between too few others to say more. Without it, 9 actors lose contact with the rest."
    )


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (
            "?order=betweenness",
            "Example Refuge Network lies on more of the shortest routes between others than anybody",
        ),
        ("?order=gateway", "comes first, and stands between 2 pairs: one of its own group with one from outside."),
        ("?order=liaison", "comes first, and stands between 1 pair: two of two other groups."),
        ("?order=coordinator", "Nobody connects others in this way here."),
        ("?by=region", "Nobody connects two groups here."),
        ("?by=kind", "Example Refuge Network connects groups most"),
    ],
)
def test_each_way_to_look_at_it_has_its_sentence(site: Site, query: str, says: str) -> None:
    assert says in sentence(site.client().get(PAGE + query))


def test_a_role_that_is_more_frequent_than_by_chance_is_a_sentence(joining: Site) -> None:
    english, spanish = (joining.client().get(f"/{one}/landscape/brokers") for one in ("en", "es"))

    # 20 pairs of one of Mexico and one from outside. With the countries of the organizations dealt out anew: of the 16
    # pairs of organizations 16 * (4 * 4) / 28, of the 8 with Pia 4; together 13.1.
    assert [joined(one.text_content()) for one in page_of(english).find_class("does")[:3]] == [
        "Connects actors in Mexico with others outside, one and a half times as often as by chance.",
        "Without it, 5 actors lose contact with the rest.",
        "Of actors in Mexico, only it is tied to this policymaker: Pia Policy.",
    ]
    assert [joined(one.text_content()) for one in page_of(spanish).find_class("does")[:3]] == [
        "Conecta a actores de México con otros de fuera, una vez y media lo esperable por azar.",
        "Sin este actor, 5 actores pierden el contacto con los demás.",
        "De actores de México, solo este actor tiene un vínculo con este responsable político: Pia Policy.",
    ]


@pytest.mark.parametrize("query", STATES)
def test_no_bare_decimal_stands_outside_of_the_folds(site: Site, query: str) -> None:
    page = page_of(site.client().get(PAGE + query))
    folds = page.xpath("//main//details")
    for fold in folds:
        fold.drop_tree()

    assert re.findall(r"\d[.,]\d|\d ?%", page.get_element_by_id("main").text_content()) == []


@pytest.mark.parametrize("query", STATES)
def test_the_form_holds_what_the_address_says_and_so_do_the_links(site: Site, query: str) -> None:
    page = page_of(site.client().get(PAGE + query))
    given = dict(part.split("=") for part in query.removeprefix("?").split("&") if part)
    chosen = {one.get("name"): one.xpath("./option[@selected]/@value") for one in page.xpath("//main//form//select")}

    assert chosen == {
        "by": [given.get("by", "country")],
        "country": [given["country"]] if "country" in given else [],
        "order": [given.get("order", "groups")],
    }
    addresses = [link.get("href") for link in page.xpath("//main//p[@class='twin']/a")]
    assert len(addresses) == 4
    for address in addresses:
        assert all(f"{name}={value}" in address for name, value in given.items())


def test_a_rank_is_among_as_many_here_as_on_the_page_of_the_actor(site: Site) -> None:
    client = site.client()
    first = client.get(TWIN).get_json()["brokers"][0]
    standing = client.get(f"/api/v1/actors/{first['actor']['id']}").get_json()["standing"]

    (between,) = [one for one in standing if one["measure"] == "betweenness"]
    assert (first["rank"], first["rank_of"]) == (between["rank"], between["of"])


@pytest.mark.parametrize("by", list(GroupBy))
@pytest.mark.parametrize("order", list(Order))
def test_every_choice_of_the_form_is_answered(site: Site, by: GroupBy, order: Order) -> None:
    site.clock.now += 60
    client = site.client()
    query = f"?by={by.value}&order={order.value}&country=&limit="
    page, twin, drawing = (client.get(path + query) for path in (PAGE, TWIN, "/api/v1/maps/brokers"))

    answer = twin.get_json()
    assert (page.status_code, twin.status_code, drawing.status_code) == (200, 200, 200)
    assert (answer["by"], answer["order"]) == (by.value, order.value)
    assert [item.get("id") for item in page_of(page).find_class("broker")] == [
        f"broker-{place}" for place, _ in enumerate(answer["brokers"], 1)
    ]


WRONG = {
    "?by=colour": "grouping.bad",
    "?country=Mexico": "grouping.bad-country",
    "?country=mx": "grouping.bad-country",
    "?order=size": "brokers.bad-order",
    "?limit=0": "brokers.bad-limit",
    "?limit=101": "brokers.bad-limit",
    "?limit=ten": "brokers.bad-limit",
    "?limit=-5": "brokers.bad-limit",
    "?limit=99999999999": "brokers.bad-limit",
}


@pytest.mark.parametrize("query", WRONG)
def test_what_is_wrong_is_said_with_the_form_kept(site: Site, language: str, query: str) -> None:
    client = site.client()
    page, twin = client.get(f"/{language}/landscape/brokers{query}"), client.get(f"{TWIN}{query}&language={language}")
    problem = twin.get_json()

    assert (page.status_code, twin.status_code, twin.content_type) == (400, 400, "application/problem+json")
    assert problem["code"] == WRONG[query]
    assert sentence(page) == problem["title"]
    told = {"grouping.bad": f"{CHOOSE[language]}: ", "brokers.bad-order": f"{CHOOSE[language]}: "}
    assert told.get(problem["code"], problem["detail"]) in main_of(page)
    assert len(page_of(page).xpath("//main//form//select")) == 3
    assert client.get(f"{TWIN}.csv{query}").status_code == 400
    assert client.get(f"/api/v1/maps/brokers{query}").status_code == 400


@pytest.mark.parametrize("query", STATES)
def test_the_table_for_spreadsheets_has_the_numbers_of_the_answer(site: Site, query: str) -> None:
    client = site.client()
    brokers, rows = client.get(TWIN + query).get_json()["brokers"], rows_of(client, query)

    assert [row["id"] for row in rows] == [one["actor"]["id"] for one in brokers]
    for row, one in zip(rows, brokers, strict=True):
        roles = {role["role"]: role for role in one["roles"]}
        assert (row["betweenness_rank"], row["rank_of"]) == (str(one["rank"]), str(one["rank_of"]))
        assert (row["contacts"], row["parts"]) == (str(one["contacts"]), str(one["parts"]))
        assert (row["separated"], row["only_it"]) == (str(one["separated"]), str(one["only_it_total"]))
        for name, role in roles.items():
            assert row[f"{name}_count"] == str(role["count"])
            wanted = "" if role["expected"] is None else f"{role['expected']:.3f}"
            assert row[f"{name}_expected"] == wanted


def test_the_map_has_the_brokers_the_groups_and_a_line_for_each_contact(site: Site) -> None:
    client = site.client()
    drawing, answer = client.get("/api/v1/maps/brokers?by=kind").get_json(), client.get(f"{TWIN}?by=kind").get_json()
    nodes = {node["id"]: node for node in drawing["nodes"]}

    lines = {(edge["from"], nodes[edge["to"]]["name"]): edge["contacts"] for edge in drawing["edges"]}
    kinds = {
        "organization": "organizations",
        "person": "people",
        "public_body": "public bodies",
        "coalition": "coalitions",
    }
    assert lines == {
        (one["actor"]["id"], kinds[share["group"]]): share["contacts"]
        for one in answer["brokers"]
        for share in one["reaches"]
    }
    assert {one["actor"]["id"] for one in answer["brokers"]} == {
        key for key, node in nodes.items() if "is_group" not in node
    }


def test_it_is_reached_from_the_start_page_and_from_everywhere(site: Site) -> None:
    client = site.client()

    assert client.get("/es/").get_data(as_text=True).count('href="/es/landscape/brokers"') == 2
    assert page_of(client.get("/en/sources")).xpath("//header//a[@href='/en/landscape/brokers']/text()") == [
        "Landscape"
    ]


def test_looking_is_kept_for_people_who_are_signed_in(site: Site) -> None:
    site.client("rosa").get(f"{PAGE}?by=kind")

    looked = [entry.subject for entry in site.accounts.audit.entries() if entry.what == "looked"]
    assert looked[-1:] == ["brokers.show"]


@pytest.fixture
def joining(tmp_path: Path) -> Iterator[Site]:
    """Four of Mexico and four of Türkiye, each tied to all of its own; a hub in Mexico joins them and Pia."""
    of = drawn.source("north:a")
    names = [f"{land} {number}" for land in ("MX", "TR") for number in range(4)]
    people = {name: drawn.actor(of, name, name, country=name[:2]) for name in names}
    people["hub"] = drawn.actor(of, "hub", "Hub", country="MX")
    people["pia"] = drawn.actor(of, "pia", "Pia Policy", kind="person", roles=frozenset({"policymaker"}), country="US")
    own = [(one, other) for one, other in combinations(names, 2) if one[:2] == other[:2]]
    pairs = [*own, *(("hub", name) for name in (*names, "pia"))]
    ties = [drawn.tie(str(number), people[one], people[other]) for number, (one, other) in enumerate(pairs)]
    made = make_site(tmp_path, drawn.Network((of,), tuple(people.values()), tuple(ties)))
    yield made
    made.close()


@pytest.fixture
def poor(tmp_path: Path) -> Iterator[Site]:
    network = sample()
    few = drawn.Network(network.sources, network.actors, network.ties[:3])
    made = make_site(tmp_path, few)
    yield made
    made.close()


def test_with_few_ties_it_says_so_instead_of_ranking(poor: Site, language: str) -> None:
    response = poor.client().get(f"/{language}/landscape/brokers")
    says = {
        "en": "Not enough data to say who connects whom.",
        "es": "No hay datos suficientes para decir quién conecta",
    }

    assert response.status_code == 200
    assert sentence(response).startswith(says[language])
    assert page_of(response).find_class("broker") == []
    assert page_of(response).find_class("map") == []
    assert statement_id(sample(), "hub") not in response.get_data(as_text=True)


def test_who_holds_it_together_is_a_sentence_with_their_names(site: Site) -> None:
    client = site.client()
    names = [actor["name"] for actor in client.get(TWIN).json["key_set"]["actors"]]

    text = main_of(client.get(PAGE))

    assert len(names) == 3
    assert re.search(rf"Without these 3 actors together, \d+ of 100 .* now it is \d+: {re.escape(names[0])}", text)
