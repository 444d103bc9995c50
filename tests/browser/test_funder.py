"""docs/tasks/flows.md, walked over the shipped samples: a funder's ten minutes, from the money to a cut."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from graphsvc.access import Viewer
from queries.search import find_actors
from tests.browser.axe import found_by_axe
from tests.browser.choosing import choose
from tests.browser.conftest import Visitor
from tests.browser.following import follow
from tests.browser.test_pages_in_chromium import is_wider_than_the_window
from tests.browser.test_samples_on_a_phone import site  # noqa: F401  # the fixture
from tests.browser.test_strategist import Walk
from tests.webapp import Site

DOC = Path(__file__).parents[2] / "docs" / "tasks" / "flows.md"
UNHCR = {"en": "United Nations High Commissioner for Refugees", "es": "(ACNUR)"}


@pytest.fixture(params=[("en", 1280), ("es", 360)], ids=["English, 1280 px", "Spanish, 360 px"])
def walk(request: pytest.FixtureRequest, visitor: Visitor) -> Walk:
    language, width = request.param
    visitor.page.set_viewport_size({"width": width, "height": 800})
    return Walk(visitor, language)


def number_of(site: Site, name: str) -> str:  # noqa: F811
    network = site.networks.of(Viewer.guest(may_read=True))
    return find_actors(network, name, language="en").found[0].actor.id


def test_a_funder_follows_the_money_opens_its_rows_exports_it_and_cuts_an_intermediary(
    site: Site,  # noqa: F811
    walk: Walk,
) -> None:
    follow_prm(walk)
    see_it_in_mexico(walk)
    ask_who_pays_unhcr(walk)
    open_a_cell(walk)
    take_it_along(walk)
    cut_unhcr(walk)

    assert list(dict.fromkeys(walk.pressed)) == named_in_the_document()
    assert walk.visitor.complaints == []
    assert walk.visitor.foreign() == []
    assert number_of(site, "PRM") in "".join(walk.visitor.asked)
    assert not any(name in address.casefold() for address in walk.visitor.asked for name in ("unhcr", "prm", "bureau"))


def follow_prm(walk: Walk) -> None:
    """From the first page, by keyboard, with suggestions: PRM's money, whose amounts nobody publishes."""
    walk.page.goto(f"{walk.visitor.address}/{walk.language}/")
    walk.press("Where the money goes")
    choose(walk.page, "from", "prm")
    walk.press("Follow the money")
    walk.page.wait_for_url("**from=**")
    expect(walk.page.locator("h1")).to_contain_text("(PRM)")
    expect(walk.page.locator("h1")).to_contain_text(
        {"en": "but nobody publishes how much", "es": "nadie publica cuánto"}[walk.language]
    )
    walk.settle()


def see_it_in_mexico(walk: Walk) -> None:
    """The facet of the country leaves the ways that lead there; every one says that no amount is published."""
    facets = walk.page.locator(f"nav[aria-label='{walk.words('Country of who gets it')}']")
    follow(facets.get_by_role("link", name={"en": "Mexico", "es": "México"}[walk.language]))
    walk.pressed.append("Mexico")
    walk.page.wait_for_url("**to_country=MX**")
    walk.settle()
    expect(walk.page.locator(".recipients")).to_contain_text("UNHCR operation in Mexico")
    expect(walk.page.locator(".recipients .unpublished").first).to_have_text(walk.words("how much is not published"))
    walk.press("The paths as a list, with the evidence for each step")
    expect(walk.page.locator(".paths .chain").first).to_be_visible()


def ask_who_pays_unhcr(walk: Walk) -> None:
    """The other way round: whose money comes to UNHCR, in the newest year, and how much of it goes no further."""
    walk.page.goto(f"{walk.visitor.address}/{walk.language}/flows")
    choose(walk.page, "from", "united states of america")
    walk.press("Follow the money")
    walk.page.wait_for_url("**from=**")
    expect(walk.page.locator("h1")).to_contain_text(
        {"en": "nothing is traceable to its end", "es": "nada se puede seguir hasta el final"}[walk.language]
    )
    walk.settle()
    untraced = walk.page.locator(".sankey path.untraced")
    expect(untraced).to_have_count(1)
    expect(untraced.locator("title")).to_contain_text(UNHCR[walk.language])


def open_a_cell(walk: Walk) -> None:
    """A cell opens its rows by keyboard, and a row leads to where it stands in the file."""
    cell = walk.page.locator("table.money summary", has_text=re.compile(r"229[.,]262[.,]461")).first
    cell.focus()
    walk.page.keyboard.press("Enter")
    row = cell.locator("xpath=..").locator(".behind a").first
    expect(row).to_be_visible()
    assert not is_wider_than_the_window(walk.visitor)
    here = walk.page.url
    walk.page.goto(walk.visitor.address + str(row.get_attribute("href")))
    expect(walk.page.locator("main")).to_contain_text("unhcr-activities-2023-americas-turkiye.xml")
    walk.page.goto(here)
    walk.settle()


def take_it_along(walk: Walk) -> None:
    """The spreadsheet holds what the page shows, as numbers."""
    with walk.page.expect_download() as started:
        walk.page.locator(".twin a").first.click()
    walk.pressed.append("Take it along for a spreadsheet (XLSX)")
    book = load_workbook(BytesIO(Path(started.value.path()).read_bytes()))
    head, *rows = book["answer"].iter_rows(values_only=True)
    part, amount = head.index("part"), head.index("amount")

    assert re.fullmatch(r"graphsvc-flows-\d{4}-\d\d-\d\d\.xlsx", started.value.suggested_filename)
    assert 229262461 in [row[amount] for row in rows if row[part] == "cell"]


def cut_unhcr(walk: Walk) -> None:
    """From the recipient to what a cut of it would do."""
    walk.press("If it were cut", walk.page.locator(".recipients li", has_text=UNHCR[walk.language]))
    walk.page.wait_for_url("**/flows/shock?**percent=30**")
    expect(walk.page.locator("h1")).to_contain_text(UNHCR[walk.language])
    expect(walk.page.get_by_label(walk.words("By how many percent"))).to_have_value("30")
    expect(walk.page.locator("table.losses tbody tr").first).to_be_visible()
    expect(walk.page.locator("table.losses")).to_contain_text("Casa Monarca")
    walk.press("See who is hit")
    expect(walk.page.locator("table.losses")).to_contain_text("Casa Monarca")
    walk.settle()


def named_in_the_document() -> list[str]:
    """Buttons and links in the order in which the document names them, each once."""
    steps = DOC.read_text("utf-8").partition("\n## ")[0]
    return list(dict.fromkeys(re.findall(r"(?m)(?<!\w)`([A-Z][^`]+)`", steps)))


STATES = ("flows", "flows?to_country=MX", "flows?to_country=MX&year=2023&currency=EUR", "flows?year=20", "flows/shock")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 360)])
def test_axe_finds_nothing_in_any_state(
    site: Site,  # noqa: F811
    visitor: Visitor,
    language: str,
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    unhcr = number_of(site, "UNHCR")
    of_unhcr = (f"flows?to={unhcr}&year=2023", f"flows/shock?cut={unhcr}", f"flows/dependence?actor={unhcr}")
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.page.emulate_media(color_scheme=scheme)
    wrong, wide = {}, []
    for state in (*STATES, *of_unhcr):
        visitor.open(f"/{language}/{state}")
        if visitor.page.locator(".sankey").count():
            expect(visitor.page.locator(".sankey svg")).to_be_visible()
        if found := found_by_axe(visitor.page):
            wrong[state] = found
        wide += [state] if is_wider_than_the_window(visitor) else []

    assert wrong == {}
    assert wide == []


def test_the_bands_can_be_walked_with_the_keyboard_and_say_what_they_are(
    site: Site,  # noqa: F811
    visitor: Visitor,
) -> None:
    visitor.open(f"/en/flows?to={number_of(site, 'UNHCR')}&year=2023")
    expect(visitor.page.locator(".sankey svg")).to_be_visible()

    visitor.page.locator(".sankey a").first.focus()
    expect(visitor.page.locator(".sankey-status")).to_contain_text("million USD")
    first = visitor.page.locator(".sankey-status").inner_text()
    visitor.page.keyboard.press("Tab")

    expect(visitor.page.locator(".sankey-status")).not_to_have_text(first)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**#hop-*")
    target = visitor.page.url.partition("#")[2]
    expect(visitor.page.locator(f"[id='{target}']")).to_be_visible()
    assert visitor.complaints == []
