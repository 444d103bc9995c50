"""Naming a community: the form, where the name then stands, who sees it, and when it no longer holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import lxml.html
import pytest
from flask.testing import FlaskClient

from graphsvc.access import Permission, Sensitivity, Viewer
from tests import networks as drawn
from tests.contracts.pages.visiting import joined
from tests.webapp import (
    READER,
    Site,
    form_token,
    make_site,
)

NORTH = drawn.source("north:a", title="Register of the North", published_on="2024-05-02")
PAGE, TWIN, GIVE = (
    "/en/landscape/silos?by=community",
    "/api/v1/landscape/silos?by=community",
    "/en/landscape/silos/names",
)


def network(*, is_open: bool = True) -> drawn.Network:
    """Two circles of five, joined by one tie; one of the first circle can be a restricted actor."""
    actors = {
        key: drawn.actor(
            NORTH, key, f"Aid {key.upper()}", level=None if is_open or key != "b" else Sensitivity.RESTRICTED
        )
        for key in "abcdefghij"
    }
    pairs = ["".join(pair) for part in ("abcde", "fghij") for pair in combinations(part, 2)] + ["af"]
    return drawn.Network(
        (NORTH,), tuple(actors.values()), tuple(drawn.tie(pair, actors[pair[0]], actors[pair[1]]) for pair in pairs)
    )


def site_of(folder: object, seen: drawn.Network) -> Site:
    made = make_site(folder, seen)
    made.accounts.add_person(
        "cora",
        everywhere=Sensitivity.PUBLIC,
        clearances={"north": Sensitivity.RESTRICTED},
        permissions=READER | {Permission.CURATE},
    )
    return made


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = site_of(tmp_path_factory.mktemp("names"), network())
    yield made
    made.close()


def page_of(client: FlaskClient, path: str = PAGE) -> lxml.html.HtmlElement:
    response = client.get(path)
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def first_members(client: FlaskClient) -> list[str]:
    return [actor["id"] for actor in client.get(TWIN).get_json()["silos"][0]["best_tied"]]


def give(client: FlaskClient, name: str = "The harbour towns", scope: str = "north/public", **sent: object) -> int:
    data = {"member": first_members(client), "name": name, "scope": scope, "csrf_token": form_token(client)} | sent
    response = client.post(GIVE, data=data, headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"})
    return response.status_code


def heads(client: FlaskClient, path: str = PAGE) -> list[str]:
    return [joined(head.text_content()) for head in page_of(client, path).xpath("//ol[@class='silo-list']//h3")]


def test_a_name_stands_wherever_the_group_is_spoken_of(site: Site) -> None:
    cora = site.client("cora")
    before = heads(cora)
    assert "The harbour towns" not in before[0]

    assert give(cora) == 303

    guest = site.client()
    assert heads(guest)[0].startswith("The harbour towns")
    assert heads(guest)[1] == before[1]
    assert heads(guest, "/es/landscape/silos?by=community")[0].startswith("The harbour towns")
    given = [silo["given"] for silo in guest.get(TWIN).get_json()["silos"]]
    assert [one and one["name"] for one in given] == ["The harbour towns", None]
    table = guest.get("/api/v1/landscape/silos.csv?by=community").get_data(as_text=True)
    assert "The harbour towns" in table
    brokers = joined(page_of(guest, "/en/landscape/brokers?by=community").get_element_by_id("main").text_content())
    assert "The harbour towns" in brokers


def test_who_may_not_curate_gets_no_form(site: Site) -> None:
    for name in (None, "rosa"):
        client = site.client(name)
        assert page_of(client).find_class("naming") == []
        assert give(client) in (403, 404)
    assert len(page_of(site.client("cora")).find_class("naming")) == 2


def test_the_last_name_holds_and_a_name_can_be_taken_away(site: Site) -> None:
    cora = site.client("cora")
    give(cora)
    give(cora, "Harbours")
    assert heads(cora)[0].startswith("Harbours")

    number = cora.get(TWIN).get_json()["silos"][0]["given"]["id"]
    data = {"csrf_token": form_token(cora)}
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert cora.post(f"{GIVE}/{number}/delete", data=data, headers=headers).status_code == 303

    assert "Harbours" not in heads(cora)[0]
    assert cora.post(f"{GIVE}/{number}/delete", data=data, headers=headers).status_code == 404
    assert cora.post(f"{GIVE}/x/delete", data=data, headers=headers).status_code == 404


def test_a_closed_name_is_not_there_for_others(site: Site) -> None:
    pages = {path: site.client().get(path).get_json() for path in (TWIN, TWIN.replace("silos", "brokers"))}

    assert give(site.client("cora"), scope="north/restricted") == 303

    assert {path: site.client().get(path).get_json() for path in pages} == pages
    assert heads(site.client("cora"))[0].startswith("The harbour towns")


def test_a_name_given_with_somebody_hidden_is_not_there_for_who_does_not_see_them(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = site_of(tmp_path_factory.mktemp("hidden"), network(is_open=False))
    cora = made.client("cora")
    ids = [statement.id for statement in network(is_open=False).actors if statement.record.key in "abc"]
    whole = made.networks.of(Viewer(everywhere=Sensitivity.RESTRICTED, permissions=READER))
    assert give(cora, member=[whole.find(one) for one in ids]) == 303

    assert "harbour" in str(cora.get(TWIN).get_json())
    assert "harbour" not in str(made.client().get(TWIN).get_json())
    made.close()


@pytest.mark.parametrize(
    "sent",
    [
        {"member": []},
        {"member": ["nobody"]},
        {"name": ""},
        {"name": "x" * 81},
        {"scope": "south/public"},
        {"scope": ""},
    ],
)
def test_what_cannot_be_named_is_refused(site: Site, sent: dict[str, object]) -> None:
    cora = site.client("cora")

    assert give(cora, **sent) in (422, 404)
    assert not site.services.consent.group_names.any()


def test_those_of_two_groups_are_not_named_together(site: Site) -> None:
    cora = site.client("cora")
    both = [actor["id"] for silo in cora.get(TWIN).get_json()["silos"] for actor in silo["best_tied"]]

    response = cora.post(
        GIVE,
        data={"member": both, "name": "All", "scope": "north/public", "csrf_token": form_token(cora)},
        headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
    )

    assert response.status_code == 422
    assert "These actors are no longer together in one group." in response.get_data(as_text=True)
