"""Where the silos are, in a real browser: the sentence, another way to group, the matrix on a phone, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.axe import found_by_axe
from tests.browser.conftest import Visitor
from tests.browser.test_pages_in_chromium import is_wider_than_the_window
from tests.contracts.pages.test_silos import network
from tests.webapp import Site, make_site

STATES = ("", "by=community&limit=1", "by=region&country=MX", "country=NO", "by=colour")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("silos"), network())
    yield made
    made.close()


def test_the_grouping_is_changed_with_the_keyboard_and_stands_in_the_address(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/en/")
    page.locator("main").get_by_role("link", name="Where the silos are").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ties stay inside one country in 97 of 100 cases")

    page.get_by_label("Groups by").focus()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**by=community*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ties stay inside one community")
    expect(page.get_by_label("Groups by")).to_have_value("community")
    assert (visitor.complaints, visitor.foreign()) == ([], [])


@pytest.mark.parametrize("language", ["en", "es"])
def test_on_a_phone_the_matrix_scrolls_in_its_own_box(visitor: Visitor, language: str) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 800})
    visitor.open(f"/{language}/landscape/silos")
    box = visitor.page.locator(".matrix .scroll")

    assert not is_wider_than_the_window(visitor)
    size = box.bounding_box()
    assert size is not None
    assert size["x"] + size["width"] <= 360
    expect(box.get_by_role("row")).to_have_count(3)
    box.focus()
    expect(box).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_matrix_of_many_groups_never_widens_the_page(visitor: Visitor, language: str, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.open(f"/{language}/landscape/silos?by=kind")
    visitor.page.evaluate(
        """() => { for (const row of document.querySelectorAll('table tr')) {
          const last = row.lastElementChild; for (let i = 0; i < 30; i++) row.append(last.cloneNode(true)); } }"""
    )

    assert not is_wider_than_the_window(visitor)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("query", STATES)
def test_axe_finds_nothing_in_any_state(visitor: Visitor, query: str, language: str, scheme: str) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.open(f"/{language}/landscape/silos?{query}")

    assert found_by_axe(visitor.page) == []
