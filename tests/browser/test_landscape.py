"""Who connects whom, in a real browser: the sentence, another grouping, the fold, the map by keyboard, a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import found_by_axe
from tests.browser.conftest import Visitor
from tests.browser.test_pages_in_chromium import is_wider_than_the_window

PAGE = "/en/landscape/brokers"
EVERY_STATE = (
    "/{language}/landscape/brokers?by=kind&order=betweenness",
    "/{language}/landscape/brokers?by=region",
    "/{language}/landscape/brokers?by=colour",
)


def test_from_the_start_page_to_another_grouping_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/en/")
    page.get_by_role("link", name="Who connects whom").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/landscape/brokers")
    expect(page.get_by_role("heading", level=1)).to_contain_text("connects groups most, and stands between 3 pairs")
    page.get_by_label("Groups by").focus()
    page.keyboard.type("kind")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**by=kind**")
    expect(page.get_by_label("Groups by")).to_have_value("kind")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("3 pairs")
    page.wait_for_selector("html[data-map='ready']")
    assert visitor.complaints == []
    assert visitor.foreign() == []


def test_the_fold_opens_the_numbers_behind_the_words(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(PAGE)
    fold = page.locator("#broker-1 details")
    expect(fold.get_by_role("table")).to_be_hidden()

    fold.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(fold.get_by_role("row")).to_have_count(5)
    expect(fold.get_by_role("row", name=re.compile("^one of its own group with one from outside 2 "))).to_be_visible()


def test_the_map_is_walked_with_the_keyboard_and_a_group_opens_nothing(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(PAGE)
    page.focus(".map")
    status = page.locator(".map-status")
    expect(status).to_contain_text("Example Refuge Network: ")
    seen = set()
    for _ in range(4):
        page.keyboard.press("PageDown")
        seen.add(status.inner_text())

    assert {"Mexico: group, actors: 2.", "Türkiye: group, actors: 1.", "United States: group, actors: 1."} < seen
    while "group, actors" not in status.inner_text():
        page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert page.url.endswith(PAGE)
    while "group, actors" in status.inner_text():
        page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/actors/*")
    assert visitor.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", EVERY_STATE)
def test_axe_finds_nothing_in_any_state(visitor: Visitor, path: str, language: str, scheme: str) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.open(path.format(language=language))

    assert found_by_axe(visitor.page, with_folds=True) == []


@pytest.mark.parametrize("path", EVERY_STATE)
def test_a_phone_shows_it_all_without_scrolling_sideways(visitor: Visitor, path: str) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 800})
    visitor.open(path.format(language="es"))
    for details in visitor.page.locator("main details").all():
        details.evaluate("one => { one.open = true; }")

    heights = visitor.page.locator("main :is(button, select, summary):visible").evaluate_all(
        "list => list.map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"
    )
    assert not is_wider_than_the_window(visitor)
    assert [(name, height) for name, height in heights if height < 44] == []


def test_without_script_the_form_and_the_table_say_it_all(visitor: Visitor, address: str) -> None:
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)

    page.get_by_label("Who comes first").select_option("betweenness")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("lies on more of the shortest routes")
    page.get_by_text("The same as a table", exact=True).click()
    expect(page.get_by_role("cell", name=re.compile("Mexico 1, Türkiye 1, United States 1"))).to_be_visible()
    context.close()
