"""What axe finds wrong on the page that a visitor sees."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def found_by_axe(page: Page, *, with_folds: bool = False) -> list[tuple[str, str]]:
    """(rule, the first place that breaks it) of each broken rule; `with_folds`: what folds is opened first."""
    for details in page.locator("main details").all() if with_folds else ():
        details.evaluate("one => { one.open = true; }")
    found = Axe().run(page, options=AXE)
    return [(violation["id"], violation["nodes"][0]["html"]) for violation in found.response["violations"]]
