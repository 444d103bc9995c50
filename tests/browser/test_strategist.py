"""docs/tasks/strategist.md, walked over the shipped samples: from the question to what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, unquote_plus, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.choosing import choose
from tests.browser.conftest import TIMEOUT_MS, Visitor, note
from tests.browser.following import follow
from tests.browser.test_pages_in_chromium import is_wider_than_the_window
from tests.browser.test_samples_on_a_phone import site  # noqa: F401  # the fixture
from tests.webapp import Site
from web.catalogues import Catalogues

DOC = Path(__file__).parents[2] / "docs" / "tasks" / "strategist.md"
IDS = re.compile(r"i[0-9a-f]{20}(,i[0-9a-f]{20})*")
NAMES = ("comar", "comisión", "unhcr", "warren", "schatz", "refugee", "government", "shelter", "hearing")
"""Parts of names and texts that are on the pages of this walk."""
CONTROLS = "button, input, select, textarea, summary"


class Walk:
    """One person's way through the pages: what is pressed is named as in the document, in the person's language."""

    def __init__(self, visitor: Visitor, language: str) -> None:
        self.visitor, self.page, self.language = visitor, visitor.page, language
        self.pressed: list[str] = []
        self._catalogues = Catalogues.load(("en", "es"))

    def words(self, message: str) -> str:
        """`message` as the pages say it."""
        return self._catalogues.text(self.language, message)

    def press(self, label: str, inside: Locator | None = None) -> None:
        """Choose the first button, link or fold that begins with these words."""
        where = self.page.locator("main") if inside is None else inside
        begins = re.compile(rf"^\s*{re.escape(self.words(label))}")
        follow(where.locator("button:visible, a:visible, summary:visible").filter(has_text=begins).first)
        self.pressed.append(label)
        self.settle()

    def settle(self) -> None:
        """Wait for the page with its style, and find it as wide as its window."""
        self.page.wait_for_load_state("load")
        if self.page.locator(".map").count():
            self.page.wait_for_selector("html[data-map='ready']")
        assert not is_wider_than_the_window(self.visitor), self.page.url

    def ask(self, start: str, target: str) -> None:
        """From the first page, by keyboard, with suggestions."""
        self.page.goto(f"{self.visitor.address}/{self.language}/")
        heading = self.page.get_by_role("heading", name=self.words("Who can introduce us?"))
        assert heading.is_visible()
        for box, text in (("from", start), ("to", target)):
            choose(self.page, box, text)
            assert self.page.locator(f"[data-box={box}] .picked").count() == 1
        self.press("Find routes")
        self.page.wait_for_selector("#route-1")

    def first_step(self) -> dict[str, int]:
        """What came of earlier requests along the first step of the best route."""
        twin = self.page.locator(".twin a[href*='/api/v1/']").last.get_attribute("href")
        found = self.page.context.request.get(f"{self.visitor.address}{twin}").json()
        return found["routes"][0]["steps"][0]["outcome"] or {"asked": 0, "worked": 0}


@pytest.fixture(params=[("en", 1280), ("es", 360)], ids=["English, 1280 px", "Spanish, 360 px"])
def walk(request: pytest.FixtureRequest, visitor: Visitor) -> Walk:
    language, width = request.param
    visitor.page.set_viewport_size({"width": width, "height": 800})
    return Walk(visitor, language)


@pytest.fixture
def introducer(chromium: Browser, visitor: Visitor) -> Iterator[Page]:
    """A tab of somebody who is signed in nowhere; what it does counts for the visitor too."""
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": 360, "height": 800})
    context.set_default_timeout(TIMEOUT_MS)
    context.on("request", lambda request: note(visitor, request))
    page = context.new_page()
    page.on("console", lambda message: visitor.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    yield page
    context.close()


def test_a_strategist_asks_compares_avoids_checks_prints_requests_and_records(
    site: Site,  # noqa: F811
    walk: Walk,
    introducer: Page,
) -> None:
    walk.page.goto(f"{walk.visitor.address}/{walk.language}/sign-in/{site.accounts.make_link('rosa')}")

    ask_and_compare(walk)
    avoid_the_first_introducer(walk)
    answer = walk.page.url
    open_the_evidence(walk)
    walk.page.go_back()
    walk.settle()
    print_the_request(walk)
    assert walk.page.url == answer
    before = walk.first_step()
    link = make_the_request(walk)
    own = walk.page.url.removesuffix("/ask")
    say_yes_twice(walk, introducer, link)
    record_the_outcome(walk, own)

    walk.page.goto(answer)
    walk.settle()
    after = walk.first_step()
    assert (after["asked"], after["worked"]) == (before["asked"] + 1, before["worked"] + 1)
    told = walk.page.locator("#route-1 .chain .evidence").first.inner_text()
    assert {"en": "asked along it", "es": "se pidió por aquí"}[walk.language] in told

    assert list(dict.fromkeys(walk.pressed)) == named_in_the_document()
    assert walk.visitor.complaints == []
    assert walk.visitor.foreign() == []
    asked = [unquote_plus(address).casefold() for address in walk.visitor.asked]
    assert [(name, address) for address in asked for name in NAMES if name in address] == []


def ask_and_compare(walk: Walk) -> None:
    """The question of the document, its second route opened; and two ends with a shorter, weaker route between."""
    walk.ask("comar", "prm")
    question = walk.page.url
    assert {name for name, _ in parse_qsl(urlsplit(question).query)} == {"from", "to"}
    first_asked = walk.page.locator("#route-1 .chain .stop").nth(1).locator("a").first.inner_text()
    assert walk.page.locator("h1.sentence").is_visible()
    assert walk.words("Best route:") in walk.page.locator(".lead.best").inner_text()
    assert first_asked != ""
    second = walk.page.locator("#route-2")
    assert not second.locator(".chain").is_visible()
    walk.press("The steps, and who says so", second)
    assert second.locator(".chain").is_visible()
    assert second.locator(".chain > li").count() >= 3

    walk.ask("elizabeth warren", "brian schatz")
    rows = walk.page.get_by_role("region", name=walk.words("Why not the shorter one?")).locator("tbody tr")
    lengths = [int(text) for text in rows.nth(1).locator("td").all_inner_texts()]
    assert lengths[0] > lengths[1] > 0
    assert len(set(rows.nth(0).locator("td").all_inner_texts())) == 2
    walk.page.goto(question)
    walk.settle()


def avoid_the_first_introducer(walk: Walk) -> None:
    """Nobody goes through whom the person does not want to ask, and the address says so without a name."""
    stop = walk.page.locator("#route-1 .chain .stop").nth(1)
    avoided = str(stop.locator("a").first.get_attribute("href")).rpartition("/")[2]
    assert on_routes(walk, avoided) > 0
    walk.press("Not through", stop)
    walk.page.wait_for_url(f"**avoid={avoided}**")

    assert walk.page.locator("#route-1").is_visible()
    assert on_routes(walk, avoided) == 0
    given = dict(parse_qsl(urlsplit(walk.page.url).query))
    assert given.keys() == {"from", "to", "avoid"}
    assert [value for value in given.values() if not IDS.fullmatch(value)] == []
    assert given["avoid"] == avoided
    assert walk.page.locator(".chips .chip").count() == 1


def on_routes(walk: Walk, actor: str) -> int:
    """How often an actor stands on a route, in the list and in the table beside the map."""
    return walk.page.locator(
        f".routes .stop a[href$='/actors/{actor}'], .answer table a[href$='/actors/{actor}']"
    ).count()


def open_the_evidence(walk: Walk) -> None:
    """The row behind the first step, with where it is from."""
    follow(walk.page.locator("#route-1 .chain .evidence a[href*='/statements/']").first)
    row = walk.page.get_by_role("region", name=walk.words("The row as it stood"))
    assert row.locator("tbody tr").count() > 1
    source = walk.page.get_by_role("region", name=walk.words("Source"), exact=True)
    assert walk.words("Licence") in source.inner_text()
    walk.settle()


def print_the_request(walk: Walk) -> None:
    """On paper: one route, what to say in two languages, nothing to press."""
    walk.press("Print this route")
    page = walk.page
    assert page.locator(f"main {CONTROLS.split(',', maxsplit=1)[0]}").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".chain:visible").count() == 1
    letters = page.locator(".letters article:visible")
    assert [one.get_attribute("lang") for one in letters.all()] in (["en", "es"], ["es", "en"])
    assert [one for one in letters.all_inner_texts() if len(one) < 100] == []
    assert len(set(letters.all_inner_texts())) == 2
    assert [one.inner_text() for one in page.locator(CONTROLS).all() if one.is_visible()] == []
    assert not page.locator("header nav").is_visible()
    page.emulate_media(media="screen")
    walk.press("Back to the answer")


def make_the_request(walk: Walk) -> str:
    """The link in the text that was copied."""
    page = walk.page
    walk.press("Ask for this introduction")
    assert page.locator("#asker_name").input_value() != ""
    page.get_by_label(walk.words("What is it about? They read this.")).fill("Permits for the shelter.")
    page.get_by_label(walk.words("Your own plan. Nobody but you reads this.")).fill("Then the hearing.")
    walk.press("Keep as a draft")
    walk.press("Ask: make the text to send")
    page.locator(f"#letter-{walk.language}").focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    elsewhere = page.context.new_page()
    elsewhere.set_content("<textarea></textarea>")
    elsewhere.locator("textarea").focus()
    elsewhere.keyboard.press("Control+V")
    text = elsewhere.locator("textarea").input_value()
    elsewhere.close()
    assert "Permits for the shelter." in text
    assert "hearing" not in text
    link = re.search(rf"http://\S+/{walk.language}/introductions/\S+", text)
    assert link is not None
    return link[0]


def say_yes_twice(walk: Walk, introducer: Page, link: str) -> None:
    """The introducer agrees, and later says that the target does; no account, and nothing of the plan."""
    introducer.goto(link)
    assert introducer.get_by_text("Permits for the shelter.").is_visible()
    assert "hearing" not in introducer.content()
    assert introducer.get_by_role("link", name=walk.words("Sign in"), exact=True).is_visible()
    follow(introducer.get_by_role("button", name=walk.words("Yes, I will ask them"), exact=True))
    introducer.goto(link)
    introducer.locator("#contact").fill("desk@example.org")
    follow(introducer.get_by_role("button", name=walk.words("They said yes"), exact=True))
    assert introducer.get_by_role("heading", name=walk.words("Thank you. Your answer is kept.")).is_visible()


def record_the_outcome(walk: Walk, own: str) -> None:
    """The requester sees the yes and the contact, and writes down what came of it."""
    walk.page.goto(own)
    assert walk.page.get_by_text("desk@example.org").is_visible()
    walk.press("We have met")
    walk.page.get_by_label(walk.words("What came of it")).select_option(label=walk.words("It helped"))
    walk.press("Record and close")
    assert walk.words("It helped") in walk.page.locator(".note").first.inner_text()


def named_in_the_document() -> list[str]:
    """What the document says to press, in its order, each once."""
    text = re.sub(r"```.*?```", "", DOC.read_text(encoding="utf-8"), flags=re.DOTALL)
    return list(dict.fromkeys(re.findall(r"`([A-Z][^`\n]*)`", text)))
