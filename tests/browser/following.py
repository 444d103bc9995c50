"""A click that leads to another page. It returns when the page has begun; what is read at once needs it to be there."""

from __future__ import annotations

from playwright.sync_api import Locator


def follow(control: Locator) -> None:
    """Click `control`, and wait until the page that it may lead to is there as a whole."""
    control.click()
    control.page.wait_for_load_state()
