"""Who can introduce us, in a real browser: by keyboard, without script, on a phone, one route at a time, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import found_by_axe
from tests.browser.choosing import choose
from tests.browser.conftest import Visitor
from tests.browser.test_pages_in_chromium import is_wider_than_the_window
from tests.webapp import sample, statement_id

NETWORK = sample()
FUND, ANA, HUB, ALONE, LONG, ODD = (statement_id(NETWORK, key) for key in ("fund", "ana", "hub", "alone", "long", "x1"))
ROUTE = f"/en/introductions?from={FUND}&to={ANA}"
EVERY_STATE = (
    "/{language}/introductions",
    f"/{{language}}/introductions?from={FUND},{LONG}&to={ANA}&avoid={ODD}&longest=3&ended=1&kinds=funds,knows,works_with",
    f"/{{language}}/introductions?from={ALONE}&to={HUB}&to_role=cso",
    f"/{{language}}/introductions?from={HUB}&to={HUB}",
    f"/{{language}}/introductions?from={LONG}&to={ODD}",
)


def test_from_the_start_page_to_the_evidence_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/en/")
    choose(page, "from", "example fu")
    choose(page, "to", "ana ex")
    page.keyboard.press("Enter")

    page.wait_for_url("**/introductions?*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Example Refuge Network is the one to ask")
    page.wait_for_selector("html[data-map='ready']")
    page.get_by_role("link", name="Register of the North, tie").first.focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/statements/*")
    assert not any("xample" in address for address in visitor.asked)
    assert visitor.complaints == []
    assert visitor.foreign() == []


def test_several_are_added_and_taken_out_again_before_asking(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(ROUTE)
    choose(page, "from", "ministry")
    choose(page, "from", "ministry")
    chosen = page.locator(".box[data-box=from] .picked")
    expect(chosen).to_have_count(2)

    page.get_by_role("button", name="Take Example Ministry out").click()

    expect(chosen).to_have_count(1)
    expect(page.locator("#from-text")).to_be_focused()
    choose(page, "to", "ministry")
    page.get_by_role("button", name="Find routes").first.click()
    page.wait_for_url("**to=*,*")
    expect(page.locator(".box[data-box=to] .picked")).to_have_count(2)
    expect(chosen).to_have_count(1)


def test_swapping_and_taking_out_are_links(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"{ROUTE}&longest=3")
    page.get_by_role("link", name="Swap the ends").click()

    expect(page.locator(".box[data-box=to] .picked")).to_contain_text("Example Fund")
    page.get_by_role("link", name="at most 3 steps").click()

    page.wait_for_url(lambda address: "longest" not in address)
    expect(page.locator(".box[data-box=to] .picked")).to_contain_text("Example Fund")


def test_one_route_is_shown_apart_and_all_again(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/en/introductions?from={FUND}&to={LONG}&ended=1")
    button = page.get_by_role("button", name="Show only route 1")
    picture = page.locator(".map canvas")
    whole = picture.screenshot()

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".route.is-apart")).to_have_count(1)
    page.get_by_role("button", name="Show all routes").click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.mouse.move(0, 0)
    for _ in range(20):  # a frame or two until the map is drawn anew
        if picture.screenshot() == whole:
            break
        page.wait_for_timeout(100)
    assert picture.screenshot() == whole
    assert visitor.complaints == []


def test_a_tie_chosen_on_the_map_shows_its_evidence_beside_it(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(ROUTE)
    panel = page.locator(".tie-panel")
    expect(panel).to_be_hidden()
    picture = page.locator(".map canvas").bounding_box()
    assert picture is not None

    for part in range(1, 40):  # along the middle of the picture, where the only route lies, until a tie is met
        page.mouse.click(picture["x"] + picture["width"] * part / 40, picture["y"] + picture["height"] / 2)
        page.wait_for_timeout(50)
        if panel.is_visible():
            break

    names = panel.locator("h3").inner_text()
    step = page.locator(f'[data-names="{names}"]').first
    assert panel.locator(".evidence").inner_text() == step.locator(".evidence").inner_text()
    expect(panel.get_by_text("Why this chance")).to_be_visible()
    assert visitor.complaints == []


def test_the_map_of_routes_is_walked_with_the_keyboard(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(ROUTE)
    page.focus(".map")
    seen = set()
    for _ in range(3):
        seen.add(page.get_by_role("status").last.inner_text().split(":")[0])
        page.keyboard.press("PageDown")

    assert seen == {"Example Fund", "Example Refuge Network", "Ana Example"}


def test_without_script_a_typed_name_leads_to_a_choice_and_to_the_answer(visitor: Visitor, address: str) -> None:
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/introductions")
    page.fill("#from-text", "example")
    page.fill("#to-text", "Ana Example")
    page.get_by_role("button", name="Find routes").first.click()

    expect(page.get_by_role("heading", name="Whom do you mean by “example”?")).to_be_visible()
    page.locator("main").get_by_role("link", name="Example Fund").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("is the one to ask")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", EVERY_STATE)
def test_axe_finds_nothing_in_any_state(visitor: Visitor, path: str, language: str, scheme: str) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.open(path.format(language=language))

    assert found_by_axe(visitor.page, with_folds=True) == []
    assert visitor.foreign() == []


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("path", EVERY_STATE)
def test_nobody_scrolls_sideways_in_any_state(visitor: Visitor, path: str, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.open(path.format(language="es"))
    for details in visitor.page.locator("main details").all():
        details.evaluate("one => { one.open = true; }")

    assert not is_wider_than_the_window(visitor)


def test_targets_on_a_phone_are_large_enough(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 800})
    visitor.open(f"{ROUTE}&longest=3")

    targets = "main :is(button, .button, .chip, .out, .swap, .acts a, summary):visible"
    heights = visitor.page.locator(targets).evaluate_all(
        "list => list.map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"
    )

    assert [(name, height) for name, height in heights if height < 44 and "ask first" not in name] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_brief_is_one_printed_page(visitor: Visitor, language: str) -> None:
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    visitor.open(f"/{language}/introductions/brief?from={FUND}&to={ANA}&route=1")

    paper = visitor.page.pdf(format="A4", margin={"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"})

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    visitor.page.emulate_media(media="print")
    assert not visitor.page.locator("header nav").is_visible()
    assert not visitor.page.locator(".screen-only").is_visible()
    assert visitor.page.locator(".letters").is_visible()
