"""Every test of this folder that takes `page` runs once for each registered page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
