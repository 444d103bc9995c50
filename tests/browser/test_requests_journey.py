"""docs/tasks/requests.md, walked in a real browser: written, asked, answered by the link, met, closed."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.axe import found_by_axe
from tests.browser.conftest import Visitor
from tests.browser.following import follow
from tests.browser.test_pages_in_chromium import is_wider_than_the_window
from tests.webapp import Site, sample, statement_id

DOC = Path(__file__).parents[2] / "docs" / "tasks" / "requests.md"
ROUTE = ",".join(statement_id(sample(), key) for key in ("coal", "hub", "body"))
OFFERED = {"Make a new link", "Later, ask me again", "No"}
"""Buttons of the document that are there, and that this walk does not press."""


def test_the_buttons_of_the_document_lead_from_the_draft_to_the_outcome(site: Site, visitor: Visitor) -> None:
    pressed: set[str] = set()
    seen: set[str] = set()

    def press(page: Page, label: str) -> None:
        seen.update(one.strip() for one in page.locator("main button").all_text_contents())
        follow(page.get_by_role("button", name=label, exact=True))
        pressed.add(label)

    own = visitor.page
    own.goto(f"{visitor.address}/en/sign-in/{site.accounts.make_link('rosa')}")
    own.goto(f"{visitor.address}/en/requests/new?route={ROUTE}")
    own.get_by_label("What is it about?").fill("Permits for the shelter.")
    own.get_by_label("Your own plan").fill("Then the hearing.")
    press(own, "Keep as a draft")
    press(own, "Ask: make the text to send")
    link = re.search(r"http://\S+/en/introductions/\S+", own.get_by_label("English").input_value())
    seen.update(one.strip() for one in own.locator("main button").all_text_contents())
    address = own.url.removesuffix("/ask")
    assert link is not None

    introducer = visitor.page.context.browser.new_context().new_page()
    introducer.goto(link[0])
    assert "hearing" not in introducer.content()
    press(introducer, "Yes, I will ask them")
    introducer.goto(link[0])
    introducer.get_by_label("How Example Coalition may reach").fill("desk@example.org")
    press(introducer, "They said yes")
    introducer.context.close()

    own.goto(address)
    assert own.get_by_text("desk@example.org").is_visible()
    press(own, "We have met")
    press(own, "Record and close")

    assert own.get_by_text("Outcome: It helped").is_visible()
    assert visitor.complaints == []
    assert set(re.findall(r"`([A-Z][^`]*)`", DOC.read_text(encoding="utf-8"))) == pressed | OFFERED
    assert seen >= OFFERED


def test_the_page_behind_the_link_is_readable_by_everybody_on_a_phone_too(site: Site, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 800})
    visitor.page.goto(f"{visitor.address}/es/sign-in/{site.accounts.make_link('rosa')}")
    visitor.page.goto(f"{visitor.address}/es/requests/new?route={ROUTE}")
    visitor.page.get_by_label("¿De qué se trata?").fill("Permisos " + "x" * 200)
    found = found_by_axe(visitor.page)
    follow(visitor.page.get_by_role("button", name="Guardar como borrador"))
    follow(visitor.page.get_by_role("button", name="Pedir: preparar"))
    found += found_by_axe(visitor.page)
    link = re.search(r"http://\S+/es/introductions/\S+", visitor.page.get_by_label("Español").input_value())
    assert link is not None
    assert not is_wider_than_the_window(visitor)

    guest = visitor.page.context.browser.new_page(viewport={"width": 360, "height": 800})
    guest.goto(link[0])
    found += found_by_axe(guest)

    assert found == []
    assert guest.evaluate("document.documentElement.scrollWidth") == 360
    guest.context.close()
