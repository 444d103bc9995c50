"""What the page of introductions says where nobody is needed in between: no more than the sources do."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.html
import pytest

from graphsvc.model.statements import TieStatement
from graphsvc.model.values import Confidence, Period
from tests import networks as drawn
from tests.contracts.pages.visiting import joined
from tests.webapp import Site, make_site

NORTH = drawn.source()
PEOPLE = {
    key: drawn.actor(NORTH, key, name, kind=kind)
    for key, name, kind in (
        ("ana", "Ana", "person"),
        ("ben", "Ben", "person"),
        ("day", "Example Day", "event"),
        ("hub", "Hub", "organization"),
        ("all", "Coalition", "coalition"),
        ("old", "Old Friends", "organization"),
    )
}


def tie(key: str, ego: str, alter: str, kind: str, start: str, **facts: object) -> TieStatement:
    return drawn.tie(key, PEOPLE[ego], PEOPLE[alter], kind=kind, period=Period.parse(start, None), **facts)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    ties = (
        tie("1", "ana", "day", "attended", "2026-05-01"),
        tie("2", "ben", "day", "attended", "2026-05-01"),
        tie("3", "hub", "all", "member_of", "2025"),
        tie("4", "hub", "ana", "employed_by", "2026"),
        tie("5", "ana", "old", "works_with", "1995", confidence=Confidence.DOUBTFUL),
    )
    made = make_site(tmp_path_factory.mktemp("tied"), drawn.Network((NORTH,), tuple(PEOPLE.values()), ties))
    yield made
    made.close()


def page_of(site: Site, start: str, target: str) -> lxml.html.HtmlElement:
    """The page on two actors, given by their keys."""
    client = site.client()
    one, other = (client.get(f"/api/v1/actors/{PEOPLE[key].id}").get_json()["actor"]["id"] for key in (start, target))
    page = client.get(f"/en/introductions?from={one}&to={other}")
    return lxml.html.document_fromstring(page.get_data(as_text=True))


def sentence(site: Site, start: str, target: str) -> str:
    """What the page says first."""
    return joined(page_of(site, start, target).xpath("//h1")[0].text_content())


def test_who_only_took_part_in_the_same_may_know_each_other(site: Site) -> None:
    """Nothing on the page says that they do."""
    assert "introduction is needed" not in page_of(site, "ana", "ben").text_content()
    assert sentence(site, "ana", "ben") == "Ana and Ben may know each other already: both took part in Example Day."


def test_a_weak_tie_needs_no_introducer_but_is_called_weak(site: Site) -> None:
    assert sentence(site, "ana", "old") == (
        "Ana and Old Friends are tied already and can be asked directly; the tie is weak."
    )


def test_a_strong_tie_needs_no_introduction(site: Site) -> None:
    assert sentence(site, "hub", "ana") == "Hub and Ana are tied already: no introduction is needed."


def test_who_stands_for_an_end_is_named_with_how_they_belong_to_it(site: Site) -> None:
    assert sentence(site, "ana", "all") == (
        "Hub (works there: Ana) and Coalition are tied already: no introduction is needed."
    )
