"""The list of names below a box: right under it, and within the window, on every form and width."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.choosing import choose
from tests.browser.conftest import Visitor
from tests.browser.test_pages_in_chromium import is_wider_than_the_window

BOXES = (
    ("/en/", "to"),
    ("/en/introductions", "from"),
    ("/en/flows", "to"),
    ("/en/flows/shock", "cut"),
    ("/en/landscape/what-if", "add_other"),
    ("/en/landscape/missing-ties", "to"),
)
PLACES = """box => {
    const list = document.querySelector(`#${box}-text-suggestions`).getBoundingClientRect();
    const own = document.querySelector(`.box[data-box=${box}]`).getBoundingClientRect();
    return [list.left, list.right, list.top - own.bottom, list.left - own.left, list.bottom - innerHeight];
}"""


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize(("path", "box"), BOXES)
def test_the_list_of_names_opens_right_under_its_box(visitor: Visitor, path: str, box: str, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 700})
    visitor.open(path)

    places = [place_of_list(visitor, box)]
    choose(visitor.page, box, "")
    places.append(place_of_list(visitor, box))

    for left, right, below, beside, under in places:
        assert 0 <= below <= 4
        assert abs(beside) <= 1
        assert left >= 0
        assert right <= width
        assert under <= 1
    assert not is_wider_than_the_window(visitor)


def place_of_list(visitor: Visitor, box: str) -> list[float]:
    """Type a name, and say where its list is."""
    visitor.page.focus(f"#{box}-text")
    visitor.page.keyboard.type("example")
    expect(visitor.page.locator(f"#{box}-text-suggestions li").first).to_be_visible()
    place: list[float] = visitor.page.evaluate(PLACES, box)
    return place
