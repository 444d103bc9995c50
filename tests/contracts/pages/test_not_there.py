"""What may not be seen and what is not there get the same answer, whoever asks and however."""

from __future__ import annotations

import pytest

from tests.contracts.pages.visiting import Visit
from tests.webapp import HIDDEN_KEY, Site, sample, statement_id, steady_headers, without_chance
from web.search import RESULTS

HIDDEN = statement_id(sample(), HIDDEN_KEY)
HUB, BODY = statement_id(sample(), "hub"), statement_id(sample(), "body")
ABSENT = "a" + "b" * 16
ODD = ("x", "0", "None", "A" * 300, "a%00b", "..", "%2e%2e%2f", "'", "<script>", "ı", "\N{CJK UNIFIED IDEOGRAPH-5317}")
PATHS = (
    "/{language}/actors/{id}",
    "/{language}/statements/{id}",
    "/{language}/actors/{id}/ties?kind=knows",
    f"/{{language}}/actors/{{id}}/ties/{HUB}",
    f"/{{language}}/actors/{HUB}/ties/{{id}}",
    f"/api/v1/actors/{HUB}/ties/{{id}}?language={{language}}",
    "/api/v1/actors/{id}/ties?kind=works_with&language={language}",
    "/{language}/map?root={id}",
    "/api/v1/actors/{id}?language={language}",
    "/api/v1/statements/{id}?language={language}",
    "/api/v1/map?root={id}&language={language}",
    "/api/v1/maps/ego/{id}?language={language}",
    f"/{{language}}/requests/new?route={{id}},{HUB},{BODY}",
    f"/api/v1/requests/new?route={HUB},{{id}},{BODY}&language={{language}}",
    "/{language}/requests/{id}",
    "/api/v1/requests/{id}?language={language}",
    "/{language}/requests/asked/{id}",
    "/{language}/introductions/{id}",
    f"/{{language}}/introductions?to={HUB}&from={{id}}",
    f"/{{language}}/introductions/brief?from={HUB}&to={{id}}",
    f"/api/v1/introductions?from={HUB}&to={{id}}&language={{language}}",
    f"/api/v1/introductions.csv?from={HUB}&to={{id}}&language={{language}}",
    f"/api/v1/maps/routes?from={HUB}&to={{id}}&language={{language}}",
    "/{language}/search/{id}",
    "/api/v1/search/{id}?language={language}",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", [None, "rosa"])
def test_hidden_and_absent_are_the_same(site: Site, path: str, language: str, name: str | None) -> None:
    client = site.client(name)
    client.get(f"/{language}/about")

    hidden, absent = (client.get(path.format(language=language, id=one)) for one in (HIDDEN, ABSENT))

    assert hidden.status_code == absent.status_code == 404
    assert without_chance(hidden.get_data(as_text=True)) == without_chance(absent.get_data(as_text=True))
    assert steady_headers(hidden.headers) == steady_headers(absent.headers)


def test_somebody_with_clearance_sees_what_is_hidden_from_guests(site: Site) -> None:
    clara = site.client("clara")

    assert clara.get(f"/en/actors/{HIDDEN}").status_code == 200
    assert clara.get(f"/api/v1/statements/{HIDDEN}").status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("odd", ODD)
def test_an_id_that_cannot_be_one_is_not_there(site: Site, path: str, odd: str) -> None:
    response = site.client().get(path.format(language="en", id=odd), follow_redirects=True)

    assert response.status_code == 404
    assert len(response.history) <= 1  # a doubled slash becomes one


def test_without_the_root_there_is_no_map(site: Site) -> None:
    assert site.client().get("/en/map").status_code == 404
    assert site.client().get("/api/v1/map").status_code == 404


def test_a_search_is_kept_for_one_visitor_only(site: Site) -> None:
    visit = Visit.of(site, RESULTS, "en")

    assert visit.client.get(visit.path).status_code == 200
    assert site.client().get(visit.path).status_code == 404
    assert site.client("rosa").get(visit.path).status_code == 404
