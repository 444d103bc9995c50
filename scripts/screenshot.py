"""Takes the picture of the README from a running service with the samples: docs/images/actor.png.

    make run                                  (in another terminal; guests may look there)
    .venv/bin/python scripts/screenshot.py    [--address http://127.0.0.1:8000] [--name "Sin Fronteras"]

Looks for the actor by name, opens its page in the Chromium that the tests use, waits for the map, and keeps the top.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "actor.png"
WIDTH, HEIGHT = 1280, 900
LARGEST_BYTES = 300_000
ARGUMENTS = ("--no-sandbox", "--no-proxy-server", "--font-render-hinting=none")


def main() -> int:
    """Take it; 1 when there is no Chromium or the picture is too large."""
    parser = argparse.ArgumentParser(description="The picture of the README, from a running service.")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--name", default="Sin Fronteras")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("There is no Chromium. `make test` installs it.")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", reduced_motion="reduce")
        page.goto(f"{asked.address}/en/")
        page.fill("#find", asked.name)
        page.get_by_role("option").first.click()
        page.wait_for_selector("html[data-map='ready']")
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(ROOT)}: {size:,} bytes")
    return 0 if size <= LARGEST_BYTES else 1


if __name__ == "__main__":
    raise SystemExit(main())
