"""Every page in a real browser: readable by everybody, on every width, from this host only."""

from __future__ import annotations

import pytest

from graphsvc.access import Viewer
from tests.browser.axe import found_by_axe
from tests.browser.conftest import Visitor
from tests.browser.following import follow
from tests.webapp import Site, asked_request, kept_cut, kept_plan, sample, statement_id
from web.kept_cuts import KEPT_CUT_EXAMPLE
from web.pages import Page
from web.registry import PAGES
from web.search import EXAMPLE
from web.what_if import KEPT_EXAMPLE

OTHERS = ("/{language}/about", "/{language}/sign-in", "/{language}/sign-in/no-such-link", "/{language}/no-such-page")
WIDTHS = (360, 768, 1280)


def path_of(site: Site, page: Page, language: str, visitor: Visitor) -> str:
    """The address of the page's own example; a search is typed."""
    arguments = page.example(site.networks.of(Viewer.guest(may_read=True)))
    if page.needs_account:
        visitor.page.goto(f"{visitor.address}/en/sign-in/{site.accounts.make_link('rosa')}")
        arguments = {"request_id": asked_request(site, "rosa")}
    if KEPT_EXAMPLE in arguments.values():
        arguments = {"plan_id": kept_plan(site, "rosa")}
    if KEPT_CUT_EXAMPLE in arguments.values():
        arguments = {"cut_id": kept_cut(site, "rosa")}
    if EXAMPLE in arguments.values():
        visitor.open(f"/{language}/")
        visitor.page.fill("#find", "example")
        visitor.page.click("main button")
        visitor.page.wait_for_url("**/search/*")
        return visitor.page.url.removeprefix(visitor.address)
    built = site.app.url_map.bind("localhost").build(page.name, {**arguments, "language": language})
    return str(built)


def is_wider_than_the_window(visitor: Visitor) -> bool:
    """Whether a person would have to scroll sideways."""
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("page_", PAGES, ids=lambda page: page.name)
def test_axe_finds_nothing_and_nothing_is_asked_elsewhere(
    site: Site, visitor: Visitor, page_: Page, language: str
) -> None:
    visitor.open(path_of(site, page_, language, visitor))

    assert found_by_axe(visitor.page) == []
    assert visitor.foreign() == []
    assert visitor.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/en/", "/es/map?root={hub}", "/es/actors/{hub}", *OTHERS])
def test_contrast_and_names_hold_in_light_and_dark(visitor: Visitor, path: str, scheme: str) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.open(path.format(language="es", hub=statement_id(sample(), "hub")))

    assert found_by_axe(visitor.page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page_", PAGES, ids=lambda page: page.name)
def test_nobody_scrolls_sideways(site: Site, visitor: Visitor, page_: Page, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.open(path_of(site, page_, "es", visitor))

    assert not is_wider_than_the_window(visitor)


@pytest.mark.parametrize("key", ["long", "x0", "alone"])
def test_long_odd_and_lonely_actors_fit_a_phone(visitor: Visitor, key: str) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 800})
    visitor.open(f"/es/actors/{statement_id(sample(), key)}")

    assert not is_wider_than_the_window(visitor)
    assert visitor.complaints == []


def test_targets_on_a_phone_are_large_enough(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 800})
    visitor.open(f"/en/map?root={statement_id(sample(), 'hub')}")

    heights = visitor.page.locator("button:visible, header a:visible:not(.skip):not(.brand)").evaluate_all(
        "list => list.map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"
    )

    assert [(name, height) for name, height in heights if height < 44] == []


def test_a_page_can_be_printed_without_its_controls(visitor: Visitor) -> None:
    visitor.page.emulate_media(media="print")
    visitor.open(f"/en/actors/{statement_id(sample(), 'hub')}")

    assert not visitor.page.locator("header nav").is_visible()
    assert not visitor.page.locator(".map-tools").is_visible()
    assert visitor.page.locator("h1").is_visible()


def test_a_page_reads_well_without_script(visitor: Visitor, address: str) -> None:
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{address}/en/actors/{statement_id(sample(), 'hub')}")
    page.get_by_role("searchbox").fill("ministry")
    follow(page.get_by_role("button", name="Search"))

    assert page.get_by_role("link", name="Example Ministry").is_visible()
    context.close()
