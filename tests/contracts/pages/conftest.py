"""Every test of this folder that takes `page` runs once for each registered page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graphsvc.access import Viewer
from tests.contracts.pages.money import network as money_network
from tests.contracts.pages.money import people
from tests.contracts.pages.visiting import Visit
from tests.webapp import Site, make_site, sample
from web.pages import Page
from web.registry import PAGES


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("site"), sample())
    yield made
    made.close()


@pytest.fixture(autouse=True)
def a_minute_later(site: Site) -> None:
    """Give every test the whole of its budget."""
    site.clock.now += 60


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request: pytest.FixtureRequest) -> Page:
    return request.param


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def visit(site: Site, page: Page, language: str) -> Visit:
    return Visit.of(site, page, language)


@pytest.fixture(scope="module")
def money_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("money"), money_network())
    yield made
    made.close()


@pytest.fixture
def money(money_site: Site) -> Site:
    """The small network of money, with the whole of everybody's budget."""
    money_site.clock.now += 60
    return money_site


@pytest.fixture(scope="module")
def ids(money_site: Site) -> dict[str, str]:
    """Of that network, the id of each actor by its key."""
    snapshot = money_site.networks.of(Viewer.guest(may_read=True)).snapshot
    return {key: snapshot.actor_of[one.id] for key, one in people().items()}
