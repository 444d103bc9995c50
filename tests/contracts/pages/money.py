"""A small network of money, and how its pages are read."""

from __future__ import annotations

import lxml.html
from werkzeug.test import TestResponse

from graphsvc.model.statements import ActorStatement
from graphsvc.model.values import FlowClass
from tests import networks as drawn
from tests.contracts.pages.visiting import joined
from tests.unit.queries.funding import pays
from tests.webapp import Site

NORTH = drawn.source("north:a", title="Register of the North", published_on="2024-05-02")
ACTORS = {
    "prm": ("Bureau of Refuge", {"kind": "public_body", "roles": frozenset({"agency"}), "country": "US"}),
    "fund": ("Example Fund", {"roles": frozenset({"funder"}), "country": "US"}),
    "un": ("Example Refuge Agency", {"roles": frozenset({"igo"})}),
    "casa": ("Casa Ejemplo", {"roles": frozenset({"cso"}), "country": "MX"}),
    "otra": ("Otra Casa", {"roles": frozenset({"cso"}), "country": "MX"}),
    "ev": ("Örnek Ev", {"roles": frozenset({"cso"}), "country": "TR"}),
    "mute": ("Mute Foundation", {"roles": frozenset({"funder"})}),
    "lone": ("Hermit Aid", {"country": "NO"}),
}


def people() -> dict[str, ActorStatement]:
    return {key: drawn.actor(NORTH, key, name, **facts) for key, (name, facts) in ACTORS.items()}


def network(**renamed: str) -> drawn.Network:
    """PRM and a fund pay the agency; it pays two of Mexico and keeps the rest; some is not known."""
    actors = people() | {key: drawn.actor(NORTH, key, name, **ACTORS[key][1]) for key, name in renamed.items()}
    by = actors.__getitem__
    ties = [
        pays("1", by("prm"), by("un"), "48000000", on="2022-03-01", currency="USD"),
        pays("2", by("fund"), by("un"), "12000000.50", on="2022-05-02", currency="USD"),
        pays("3", by("un"), by("casa"), "30000000", on="2022-06-15", currency="USD"),
        pays("4", by("un"), by("otra"), "10000000", on="2022-06-15", currency="EUR"),
        pays("5", by("un"), by("casa"), "29000000", on="2022-06-15", currency="USD", of=FlowClass.INCOMING),
        pays("6", by("prm"), by("un"), "50000000", on="2021-11-01", currency="USD", of=FlowClass.COMMITMENT),
        pays("7", by("un"), by("ev"), None, on="2022"),
        pays("8", by("mute"), by("casa"), None, on=None),
        pays("9", by("un"), by("ev"), "10290000", on="2022-07-01", currency="CRC"),
        pays("10", by("prm"), by("un"), "-2000000", on="2023-02-01", currency="USD"),
    ]
    return drawn.Network((NORTH,), tuple(actors.values()), tuple(ties))


def page_of(response: TestResponse) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def sentence(response: TestResponse) -> str:
    return joined(page_of(response).xpath("//h1")[0].text_content())


def visit(site: Site, query: str = "", language: str = "en", path: str = "flows") -> lxml.html.HtmlElement:
    response = site.client().get(f"/{language}/{path}?{query}")
    assert response.status_code == 200
    return page_of(response)


def heading(page: lxml.html.HtmlElement) -> str:
    return joined(page.xpath("//h1")[0].text_content())


def words(page: lxml.html.HtmlElement) -> str:
    return joined(page.get_element_by_id("main").text_content())


def cells(page: lxml.html.HtmlElement, level: int) -> list[list[str]]:
    """The rows of a level as texts: names, then what stands in each column before anything is opened."""
    rows = page.xpath(f"//div[@id='of-level-{level}']/div//table/tbody/tr")
    return [[_seen(cell) for cell in row.xpath("./th|./td")] for row in rows]


def _seen(cell: lxml.html.HtmlElement) -> str:
    summary = cell.xpath("./details/summary/text()")
    return joined(" ".join(summary)) if summary else joined(cell.text_content())
