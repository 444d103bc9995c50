"""Small things that a person notices: gaps, middles, marks of the menu, stops of the keyboard, paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.conftest import Visitor
from tests.webapp import Site, sample, statement_id

PHONE: ViewportSize = {"width": 360, "height": 760}
OVERLAPS = """list => {
    const boxes = list.map(one => one.getBoundingClientRect());
    return boxes.slice(1).map((one, at) => Math.max(one.top - boxes[at].bottom, one.left - boxes[at].right));
}"""
OFF_MIDDLE = """list => list.map(one => {
    const text = document.createRange();
    text.selectNodeContents(one.firstChild);
    const own = one.getBoundingClientRect(), words = text.getBoundingClientRect();
    return Math.abs((own.top + own.bottom) / 2 - (words.top + words.bottom) / 2);
})"""

MARKED = """list => list.map(one =>
    [one.textContent, one.getAttribute("aria-current"), getComputedStyle(one).textDecorationLine])"""
CUT_HINTS = """list => list.filter(one => {
    const own = getComputedStyle(one), hint = getComputedStyle(one, "::placeholder");
    const copy = document.createElement("div");
    Object.assign(copy.style, {position: "absolute", font: hint.font, whiteSpace: "nowrap"});
    copy.textContent = one.placeholder;
    document.body.append(copy);
    const wide = copy.getBoundingClientRect().width;
    copy.remove();
    return wide > one.clientWidth - parseFloat(own.paddingLeft) - parseFloat(own.paddingRight);
}).map(one => one.placeholder)"""


def route_path(start: str = "fund", target: str = "ana") -> str:
    """An answer with a route."""
    return f"/en/introductions?from={statement_id(sample(), start)}&to={statement_id(sample(), target)}"


@pytest.mark.parametrize("path", ["/en/actors/{hub}", "/es/actors/{fund}"])
def test_the_buttons_of_an_actor_do_not_touch(visitor: Visitor, path: str) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.open(path.format(hub=statement_id(sample(), "hub"), fund=statement_id(sample(), "fund")))

    gaps = visitor.page.locator(".after-note .button").evaluate_all(OVERLAPS)

    assert gaps
    assert min(gaps) >= 8


def test_the_words_of_every_button_of_a_route_are_in_its_middle(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.open(route_path())

    off = visitor.page.locator(".route .button").evaluate_all(OFF_MIDDLE)

    assert len(off) > 1
    assert max(off) <= 2


def test_a_list_to_choose_from_keeps_away_from_its_border(visitor: Visitor) -> None:
    visitor.open("/en/introductions")
    visitor.page.fill("#from-text", "example")
    visitor.page.fill("#to-text", "example")
    visitor.page.locator(".ends > .button").click()
    visitor.page.wait_for_url("**from_typed=*")

    room = visitor.page.locator("ul.ties.card .mark").first.evaluate(
        "mark => mark.getBoundingClientRect().left - mark.closest('ul').getBoundingClientRect().left"
    )

    assert room >= 12


@pytest.mark.parametrize("path", ["/es/", "/es/introductions", "/es/landscape/what-if", "/es/landscape/missing-ties"])
def test_what_a_box_asks_for_can_be_read_on_a_phone(visitor: Visitor, path: str) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.open(path)

    cut = visitor.page.locator(".box input[type=text]:visible").evaluate_all(CUT_HINTS)

    assert cut == []


def test_no_word_of_a_number_is_broken_on_a_phone(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.open(f"/es/actors/{statement_id(sample(), 'hub')}")

    wide = visitor.page.locator("section[aria-labelledby=names] dt").evaluate_all(
        """list => list.flatMap(one => {
            const own = one.clientWidth;
            one.style.cssText = "width:min-content;overflow-wrap:normal";
            const longest = one.getBoundingClientRect().width;
            return longest > own + 1 ? [one.textContent] : [];
        })"""
    )

    assert wide == []


@pytest.mark.parametrize(
    ("path", "entry", "how"),
    [
        ("/en/introductions", "Introductions", "page"),
        ("/en/landscape/brokers", "Landscape", "page"),
        ("/en/landscape/what-if", "Landscape", "true"),
        ("/en/flows/shock", "Money", "true"),
        ("/en/sources", "Sources", "page"),
        ("/en/about", "Help", "page"),
        ("/en/sign-in", "Sign in", "page"),
    ],
)
def test_the_menu_marks_where_one_is(visitor: Visitor, path: str, entry: str, how: str) -> None:
    visitor.open(path)

    marked = visitor.page.locator("header nav [aria-current]").evaluate_all(MARKED)

    assert marked == [[entry, how, "underline"]]


def test_a_map_is_one_stop_of_the_keyboard(visitor: Visitor) -> None:
    visitor.open(f"/en/actors/{statement_id(sample(), 'hub')}")

    visitor.page.focus(".map")
    visitor.page.keyboard.press("ArrowRight")
    said = visitor.page.locator(".map-status").text_content()
    visitor.page.keyboard.press("Tab")

    assert said
    assert visitor.page.evaluate("document.activeElement.dataset.do") == "left"


@pytest.mark.parametrize("path", ["/en/actors/{hub}", "/en/map?root={hub}"])
def test_without_script_nothing_is_shown_that_needs_it(visitor: Visitor, address: str, path: str) -> None:
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(address + path.format(hub=statement_id(sample(), "hub")))

    assert [name for name in (".map", ".map-tools", ".keys", ".legend") if page.locator(name).first.is_visible()] == []
    assert page.get_by_text("The same as a table").last.is_visible()
    context.close()


@pytest.mark.parametrize("path", ["/en/actors/{hub}", "/en/landscape/silos", "/en/flows?from={fund}"])
def test_on_paper_the_address_is_at_the_foot(visitor: Visitor, path: str) -> None:
    path = path.format(hub=statement_id(sample(), "hub"), fund=statement_id(sample(), "fund"))
    visitor.open(path)
    foot = visitor.page.locator("footer")

    assert not foot.get_by_text("Address of this page").is_visible()
    visitor.page.emulate_media(media="print")
    assert foot.get_by_text(f"Address of this page: {visitor.address}{path}").is_visible()


def test_a_page_that_opens_with_a_secret_address_is_printed_without_it(visitor: Visitor, site: Site) -> None:
    visitor.page.emulate_media(media="print")
    visitor.page.goto(f"{visitor.address}/en/sign-in/{site.accounts.make_link('rosa')}")

    assert "sign-in/" not in visitor.page.locator("body").inner_text()


def test_on_paper_the_steps_of_every_route_are_open(visitor: Visitor) -> None:
    visitor.open(f"{route_path()}&ended=1&planned=1")
    steps = visitor.page.locator(".open-route .chain")
    assert steps.count()
    assert not steps.first.is_visible()

    visitor.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert all(one.is_visible() for one in steps.all())

    visitor.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not steps.first.is_visible()


def test_the_browser_has_nothing_to_say_about_the_headers(visitor: Visitor) -> None:
    said: list[str] = []
    visitor.page.on("console", lambda message: said.append(message.text))

    visitor.open("/en/")

    assert said == []


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/en/introductions?from={fund}&to={ana}", "Example Fund → Ana Example · Who can introduce us? · graphsvc"),
        ("/en/introductions?to={ana}", "→ Ana Example · Who can introduce us? · graphsvc"),
        ("/en/flows?from={fund}", "Example Fund · Where the money goes · graphsvc"),
        ("/en/flows/shock?cut={fund}&percent=30", "Example Fund · What a cut would do · graphsvc"),
        ("/en/landscape/what-if?from={fund}&to={ana}", "Example Fund → Ana Example · What if? · graphsvc"),
        ("/en/introductions", "Who can introduce us? · graphsvc"),
    ],
)
def test_the_title_names_the_ends(visitor: Visitor, path: str, title: str) -> None:
    visitor.open(path.format(fund=statement_id(sample(), "fund"), ana=statement_id(sample(), "ana")))

    assert visitor.page.title() == title
