"""Choosing somebody in a box that suggests while one types."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def choose(page: Page, box: str, text: str) -> None:
    """Type into a box and take the first suggestion, by keyboard."""
    page.focus(f"#{box}-text")
    page.keyboard.type(text)
    expect(page.locator(f"#{box}-text-suggestions li").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(f".box[data-box={box}] .picked").last).to_be_visible()
