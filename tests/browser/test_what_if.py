"""The sandbox in a real browser: by keyboard, on a phone, in Spanish, without script; kept, shared and proposed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from graphsvc.access import Permission, Sensitivity
from tests.browser.axe import found_by_axe
from tests.browser.choosing import choose
from tests.browser.conftest import Visitor
from tests.browser.test_pages_in_chromium import is_wider_than_the_window
from tests.shape.tree import ROOT
from tests.webapp import READER, Site, sample, statement_id

NETWORK = sample()
FUND, ANA, HUB, BODY, ALONE, LONG = (
    statement_id(NETWORK, key) for key in ("fund", "ana", "hub", "body", "alone", "long")
)
PATH = "landscape/what-if"
PLAN = f"from={FUND}&to={ALONE}&to_role=policymaker&add={FUND}:{ALONE}&remove={LONG}:{HUB}&leave={BODY}"
EVERY_STATE = (
    f"/{{language}}/{PATH}",
    f"/{{language}}/{PATH}?{PLAN}",
    f"/{{language}}/{PATH}?from={FUND}&to={ANA}&add={FUND}:{HUB},{FUND}:a-nobody",
    f"/{{language}}/{PATH}?from={FUND}&to={FUND}&leave={HUB}",
)


PRESSED = (
    *("What if you had another tie?", "Add a tie", "See what changes", "Take a tie away, or an actor"),
    *("Keep this plan", "Propose the new ties"),
)
"""What the walks here press or fill in, as the document on the landscape names it."""


def test_the_document_names_what_is_pressed_here() -> None:
    document = (ROOT / "docs/tasks/landscape.md").read_text(encoding="utf-8")

    assert [label for label in PRESSED if f"**{label}**" not in document] == []


def test_from_the_start_page_to_what_a_tie_would_change_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/en/")
    page.get_by_role("link", name="What if you had another tie?").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{PATH}")

    for box, text in (("from", "example fu"), ("to", "hermit"), ("add_one", "example fu"), ("add_other", "hermit")):
        choose(page, box, text)
    page.get_by_role("button", name="See what changes").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**add=**")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("With this plan Example Fund is within 3 ties of Example Hermit; now it is not.")
    expect(page.get_by_role("row", name="Reached at all, of 1 New: Example Hermit 0 1")).to_be_visible()

    page.get_by_role("link", name="Take line 1 out of the plan").focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_text("What if you had another tie?")
    assert not any("xample" in address for address in visitor.asked)
    assert visitor.complaints == []
    assert visitor.foreign() == []


def test_a_tie_is_taken_away_in_the_fold(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/en/{PATH}?from={FUND}&to={ANA}&add={FUND}:{ALONE}")
    page.get_by_text("Take a tie away, or an actor").click()
    for box, text in (("remove_one", "refuge net"), ("remove_other", "ana ex")):
        choose(page, box, text)

    page.get_by_role("button", name="See what changes").click()

    page.wait_for_url("**remove=**")
    expect(page.locator(".plan li")).to_have_count(2)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "With this plan Example Fund is no longer within 3 ties of Ana Example."
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", EVERY_STATE)
def test_axe_finds_nothing_in_any_state(visitor: Visitor, path: str, language: str, scheme: str) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.open(path.format(language=language))

    assert found_by_axe(visitor.page, with_folds=True) == []


@pytest.mark.parametrize("width", [360, 768])
@pytest.mark.parametrize("path", EVERY_STATE)
def test_nobody_scrolls_sideways_and_buttons_on_a_phone_are_large_enough(
    visitor: Visitor, path: str, width: int
) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.open(path.format(language="es"))
    for details in visitor.page.locator("main details").all():
        details.evaluate("one => { one.open = true; }")

    heights = visitor.page.locator("main :is(button, select, summary, .plan .out):visible").evaluate_all(
        "list => list.map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"
    )
    assert not is_wider_than_the_window(visitor)
    assert [(name, height) for name, height in heights if width < 600 and height < 44] == []


def test_without_script_typed_names_lead_to_a_choice_and_to_the_answer(visitor: Visitor, address: str) -> None:
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/{PATH}")

    for box, text in (
        ("from", "Example Fund"),
        ("to", "Ana Example"),
        ("add_one", "Example Fund"),
        ("add_other", "ana"),
    ):
        page.fill(f"#{box}-text", text)
    page.get_by_role("button", name="See what changes").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Example Fund"))
    expect(page.locator(".plan li")).to_have_count(1)
    context.close()


def test_a_plan_is_kept_shared_and_deleted(visitor: Visitor, site: Site, address: str) -> None:
    page = visitor.page
    page.goto(f"{address}/en/sign-in/{site.accounts.make_link('rosa')}")
    visitor.open(f"/en/{PATH}?from={FUND}&to={ALONE}&add={FUND}:{ALONE}")
    page.get_by_text("Keep this plan").click()
    page.get_by_label("What do you call it?").fill("Meet the hermit")
    page.get_by_label("Who may open it with its address").select_option("north/public")
    page.get_by_role("button", name="Keep", exact=True).click()

    page.wait_for_url(re.compile(rf"{PATH}/p[0-9a-f]+$"))
    expect(page.locator(".kept-title")).to_contain_text("Meet the hermit")
    assert found_by_axe(page) == []
    shared = page.url
    browser = page.context.browser
    assert browser is not None
    guest = browser.new_context().new_page()
    guest.goto(shared)
    expect(guest.get_by_role("heading", level=1)).to_contain_text("is within 3 ties of Example Hermit")
    expect(guest.get_by_role("button", name="Delete this plan")).to_have_count(0)

    page.get_by_role("button", name="Delete this plan").click()
    page.wait_for_url(f"**/{PATH}")
    guest.goto(shared)
    expect(guest.get_by_role("heading", level=1)).to_contain_text("nothing here that you may see")
    guest.context.close()


def test_a_curator_proposes_and_finds_the_tie_planned(visitor: Visitor, site: Site, address: str) -> None:
    site.accounts.add_person("cora", everywhere=Sensitivity.MEMBERS, permissions=READER | {Permission.CURATE})
    page = visitor.page
    page.goto(f"{address}/en/sign-in/{site.accounts.make_link('cora')}")
    visitor.open(f"/en/{PATH}?from={FUND}&to={ALONE}&add={FUND}:{ALONE}")
    page.get_by_text("Propose the new ties").click()
    page.get_by_label("What is the proposal called?").fill("Meet the hermit")
    page.get_by_label("In which collection, and who may see it").select_option("north/members")
    page.get_by_role("button", name="Propose", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("1 tie is proposed.")
    assert found_by_axe(page) == []
    page.locator("main").get_by_role("link", name="Example Hermit").click()
    page.wait_for_url("**/actors/*")
    expect(page.get_by_role("main")).to_contain_text("planned")
