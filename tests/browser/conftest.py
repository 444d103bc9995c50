"""A real Chromium, and the sample site. What a page asks of other hosts, or breaks of its policy, shows."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from werkzeug.serving import make_server

from tests.webapp import Site, make_site, sample

ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--font-render-hinting=none",
)
TIMEOUT_MS = 20_000


@dataclass
class Visitor:
    """One tab, and what it did behind the scenes."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a page; where it has a map, wait until that is drawn."""
        self.page.goto(self.address + path)
        if self.page.locator(".map").count():
            self.page.wait_for_selector("html[data-map='ready']")

    def foreign(self) -> list[str]:
        """Requests that went to another host."""
        return [address for address in self.asked if urlsplit(address).netloc != urlsplit(self.address).netloc]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise RuntimeError("Chromium is needed for these tests. `make test` installs it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("site"), sample())
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    made.set_default_timeout(TIMEOUT_MS)
    yield made
    made.close()


@pytest.fixture
def visitor(context: BrowserContext, address: str, site: Site) -> Visitor:
    site.clock.now += 60
    made = Visitor(context.new_page(), address)
    context.on("request", lambda request: note(made, request))
    made.page.on("console", lambda message: made.complaints.append(message.text) if message.type == "error" else None)
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    return made


def note(visitor: Visitor, request: Request) -> None:
    """Remember what the browser asked for."""
    if not request.url.startswith("data:"):
        visitor.asked.append(request.url)
