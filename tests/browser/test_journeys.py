"""Search, actor, map, evidence, sign in, sign out: with the keyboard alone, and with names that hold markup."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.webapp import PAYLOADS, Site, sample, statement_id

HUB = statement_id(sample(), "hub")


def focused(visitor: Visitor) -> str:
    """What has the focus, in words."""
    script = "document.activeElement === document.body ? '' : document.activeElement.textContent.trim()"
    return str(visitor.page.evaluate(script))


def tab_to(visitor: Visitor, words: str) -> None:
    """Press Tab until something with these words has the focus."""
    for _ in range(120):
        if words in focused(visitor):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {words!r}.")


def test_from_search_to_the_very_row_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/en/")
    page.keyboard.press("Tab")
    assert focused(visitor) == "Skip to the content"
    page.focus("#find")
    page.keyboard.type("refuge net")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Example Refuge Network, a civil society organization")
    page.wait_for_selector("html[data-map='ready']")

    tab_to(visitor, "Open the map")
    page.keyboard.press("Enter")
    page.wait_for_url("**/map?root=*")
    page.wait_for_selector("html[data-map='ready']")
    page.focus(".map")
    for key in ("ArrowRight", "ArrowDown", "+", "-", "0"):
        page.keyboard.press(key)
    chosen = page.locator(".panel h2").inner_text()
    assert chosen != "Example Refuge Network"
    assert page.get_by_role("status").last.inner_text().startswith(chosen)
    page.keyboard.press("Enter")

    page.wait_for_url("**/actors/*")
    assert chosen in page.get_by_role("heading", level=1).inner_text()
    tab_to(visitor, "Register of the North, tie")
    page.keyboard.press("Enter")
    page.wait_for_url("**/statements/*")
    expect(page.get_by_role("heading", name="The row as it stood")).to_be_visible()
    assert visitor.complaints == []
    assert visitor.foreign() == []


def test_escape_leaves_the_suggestions_and_the_map(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/en/map?root={HUB}")
    page.fill("#find", "example")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)

    page.focus(".map")
    page.keyboard.press("Escape")

    assert page.evaluate("document.activeElement === document.body")


def test_a_map_can_be_moved_and_filtered_without_dragging(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/en/map?root={HUB}")
    for name in ("Left", "Up", "Right", "Down", "Farther", "Nearer", "Fit"):
        page.get_by_role("button", name=name).click()
    rows = page.locator(".map-table tbody tr:visible")
    before = rows.count()

    page.get_by_label("Funders").uncheck()
    page.get_by_label("works with").uncheck()

    assert rows.count() == before - 1 - 6
    page.get_by_label("Funders").check()
    page.get_by_label("works with").check()
    assert rows.count() == before


def test_every_actor_of_the_map_can_be_reached_with_the_keyboard(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/en/map?root={HUB}")
    page.focus(".map")
    seen = {page.locator(".panel h2").inner_text()}

    for _ in range(11):
        page.keyboard.press("PageDown")
        seen.add(page.locator(".panel h2").inner_text())
    last = page.locator(".panel h2").inner_text()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")

    assert len(seen) == 12
    assert page.locator(".panel h2").inner_text() == last


@pytest.mark.parametrize("path", [f"/en/map?root={HUB}", f"/en/actors/{HUB}"])
def test_names_with_markup_do_nothing_on_hover_and_click(visitor: Visitor, path: str) -> None:
    page = visitor.page
    visitor.open(path)
    title = page.title()
    box = page.locator(".map canvas").bounding_box()
    assert box is not None

    for step in range(25):
        x, y = box["x"] + box["width"] * (step % 5 + 0.5) / 5, box["y"] + box["height"] * (step // 5 + 0.5) / 5
        page.mouse.move(x, y)
    page.fill("#find", "document")
    expect(page.get_by_role("option").first).to_be_visible()
    for option in page.get_by_role("option").all():
        option.hover()

    assert page.title() == title
    assert visitor.complaints == []


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_an_actor_whose_name_is_markup_is_shown_as_text(visitor: Visitor, number: int) -> None:
    actor = statement_id(sample(), f"x{number}")
    visitor.open(f"/en/actors/{actor}")

    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(PAYLOADS[number])
    assert visitor.page.title() == f"{PAYLOADS[number]} · graphsvc"
    visitor.open(f"/en/map?root={actor}")
    expect(visitor.page.locator(".panel h2")).to_have_text(PAYLOADS[number])
    assert visitor.complaints == []


def test_a_link_signs_in_once_and_signing_out_forgets(visitor: Visitor, site: Site) -> None:
    page = visitor.page
    link = f"/en/sign-in/{site.accounts.make_link('clara')}"
    visitor.open(link)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    visitor.open(f"/en/actors/{statement_id(sample(), 'quiet')}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quiet Friend")

    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out.")
    assert [cookie["name"] for cookie in page.context.cookies()] == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    response = page.goto(visitor.address + link)
    assert response is not None
    assert response.status == 404


def test_a_typed_name_stands_in_no_address_and_no_storage(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/en/")
    page.fill("#find", "Example Ministry")
    expect(page.get_by_role("option").first).to_be_visible()
    page.click("main button")
    page.wait_for_url("**/search/*")

    assert not any("inistry" in address for address in visitor.asked)
    assert "inistry" not in str(page.context.storage_state())


def test_a_browser_that_speaks_spanish_gets_spanish(visitor: Visitor) -> None:
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(locale="es-MX")
    page = context.new_page()

    page.goto(visitor.address)

    assert page.url.endswith("/es/")
    context.close()
