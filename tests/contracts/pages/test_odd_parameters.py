"""A parameter that nobody declared changes nothing, whatever it is called."""

from __future__ import annotations

from urllib.parse import urlencode

import lxml.html
import pytest
from werkzeug.routing import Rule

from tests.contracts.pages.visiting import Visit
from tests.webapp import Site, sample, statement_id
from web.pages import Page

ODD = ("endpoint", "_method", "_scheme", "_anchor", "_external", "asked", "self", "language", "values", "page")
HUB = statement_id(sample(), "hub")


@pytest.fixture(scope="module")
def rules(site: Site) -> list[Rule]:
    return [rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())]


@pytest.mark.parametrize("name", ODD)
def test_no_address_breaks_by_it(site: Site, rules: list[Rule], name: str) -> None:
    broken = [path for rule in rules if (path := f"{address(site, rule)}?{name}=x") and status(site, path) >= 500]

    assert broken == []


def test_no_address_breaks_by_the_name_of_a_part_of_its_path(site: Site, rules: list[Rule]) -> None:
    asked = [f"{address(site, rule)}?{urlencode(dict.fromkeys(rule.arguments, 'x'))}" for rule in rules]

    assert [path for path in asked if status(site, path) >= 500] == []


def test_the_links_of_a_page_stay_as_they_are(site: Site, page: Page) -> None:
    visit = Visit.of(site, page, "en")
    rule = next(site.app.url_map.iter_rules(page.name))
    odd = urlencode({**dict.fromkeys(ODD, "x"), **dict.fromkeys(rule.arguments, "x")})

    response = visit.client.get(f"{visit.path}{'&' if '?' in visit.path else '?'}{odd}")

    html = lxml.html.document_fromstring(response.get_data(as_text=True))
    assert response.status_code == 200
    assert links(html) == links(visit.html)


def test_the_other_language_keeps_what_a_page_reads(site: Site) -> None:
    client = site.client()

    the_map = lxml.html.document_fromstring(client.get(f"/en/map?root={HUB}&hops=1&kind=funds&x=y").text)
    form = lxml.html.document_fromstring(client.get("/en/sign-in?next=/en/sources&x=y").text)

    assert the_map.xpath("//nav/a[@hreflang]/@href") == [f"/es/map?root={HUB}&hops=1&kind=funds"]
    assert form.xpath("//nav/a[@hreflang]/@href") == ["/es/sign-in?next=/en/sources"]


def links(html: lxml.html.HtmlElement) -> list[str]:
    """Where the page leads: to other languages, to its twins, and onward."""
    return [str(address) for address in html.xpath("//a/@href | //link[@hreflang]/@href")]


def address(site: Site, rule: Rule) -> str:
    """An address of `rule`, with an actor or a part that is not there."""
    known = {"language": "en", "actor_id": HUB, "other_id": HUB}
    with site.app.test_request_context("/en/about"):
        site.app.preprocess_request()
        adapter = site.app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, {name: known.get(name, "no-such") for name in rule.arguments})


def status(site: Site, path: str) -> int:
    """What a guest gets there, with the whole of a budget."""
    site.clock.now += 60
    return site.client().get(path).status_code
