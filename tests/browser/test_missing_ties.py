"""Which new ties would help most, in a real browser: asked by keyboard, on a phone, without script, checked by axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.axe import found_by_axe
from tests.browser.choosing import choose
from tests.browser.conftest import Visitor
from tests.browser.test_pages_in_chromium import is_wider_than_the_window
from tests.contracts.pages.test_missing_ties import network
from tests.webapp import Site, make_site

ASKED = "from_kind=organization&from_country=MX&to_role=policymaker&steps=2"
STATES = (ASKED, "", "from_country=MX", "from_country=MX&to_country=TR", f"{ASKED}&plan=99")
SENTENCE = "One new tie would bring 8 more policymakers near "


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("ties"), network())
    yield made
    made.close()


def test_from_the_start_page_to_an_answer_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/en/")
    page.locator("main").get_by_role("link", name="Which new ties would help most").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which new ties would help most?")

    choose(page, "from", "casa ana")
    page.locator("#to_role").focus()
    page.keyboard.type("policymaker")
    page.get_by_label("Near means").focus()
    page.keyboard.type("within 2")
    page.get_by_role("button", name="Find new ties").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**to_role=policymaker**")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{SENTENCE}Casa Ana.")
    expect(page.get_by_label("Near means")).to_have_value("2")
    assert "casa" not in page.url.casefold()
    assert (visitor.complaints, visitor.foreign()) == ([], [])


def test_a_row_leads_to_the_introduction_that_it_names(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/en/landscape/missing-ties?{ASKED}")

    page.get_by_role("link", name="See the introduction").first.click()

    page.wait_for_url("**/introductions?**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ben House")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("query", STATES)
def test_on_a_phone_nothing_scrolls_sideways_and_everything_can_be_pressed(
    visitor: Visitor, query: str, language: str
) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 360, "height": 800})
    visitor.open(f"/{language}/landscape/missing-ties?{query}")
    for details in page.locator("main details").all():
        details.evaluate("one => { one.open = true; }")

    heights = page.locator("main :is(button, select, summary):visible").evaluate_all(
        "list => list.map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"
    )
    assert not is_wider_than_the_window(visitor)
    assert [(name, height) for name, height in heights if height < 44] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("query", STATES)
def test_axe_finds_nothing_in_any_state(visitor: Visitor, query: str, language: str, scheme: str) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.open(f"/{language}/landscape/missing-ties?{query}")

    assert found_by_axe(visitor.page, with_folds=True) == []


def test_without_script_the_form_is_sent_and_answered(visitor: Visitor, address: str) -> None:
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/landscape/missing-ties")

    page.locator("#from-text").fill("Casa Ana")
    page.locator("#to_role").select_option("policymaker")
    page.get_by_label("Near means").select_option("2")
    page.get_by_role("button", name="Find new ties").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{SENTENCE}Casa Ana.")
    context.close()
