"""One visit to a page and its JSON twin, and what can be read from both."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import lxml.html
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphsvc.access import Viewer
from tests.webapp import Site, asked_request, kept_cut, kept_plan
from web.kept_cuts import KEPT_CUT_EXAMPLE
from web.pages import API, Page
from web.requests import ASKED_EXAMPLE, OWN_EXAMPLE
from web.search import EXAMPLE
from web.what_if import KEPT_EXAMPLE

SEARCHED = "example"
HAS_AN_ACCOUNT = "rosa"


@dataclass(frozen=True, slots=True)
class Visit:
    """The answers of a page and its twin to one guest."""

    client: FlaskClient
    path: str
    page: TestResponse
    twin: TestResponse

    @classmethod
    def of(cls, site: Site, page: Page, language: str, name: str | None = None) -> Visit:
        """Visit `page` with its own example; one that needs an account, as somebody who has one."""
        name = name or (HAS_AN_ACCOUNT if page.needs_account else None)
        client = site.client(name)
        viewer = site.accounts.people.named(name).viewer if name else None
        path, twin = addresses(site, client, page, language, viewer)
        return cls(client, path, client.get(path), client.get(twin))

    @property
    def html(self) -> lxml.html.HtmlElement:
        """The page, parsed."""
        return lxml.html.document_fromstring(self.page.get_data(as_text=True))

    @property
    def main(self) -> lxml.html.HtmlElement:
        """The part of the page that shows the answer."""
        return self.html.get_element_by_id("main")

    @property
    def text(self) -> str:
        """What a person reads, blanks joined."""
        return joined(self.main.text_content())

    @property
    def answer(self) -> Any:
        """The twin's answer."""
        return json.loads(self.twin.get_data(as_text=True))


def addresses(site: Site, client: FlaskClient, page: Page, language: str, viewer: Any = None) -> tuple[str, str]:
    """The addresses of `page` and of its twin, with the page's own example."""
    network = site.networks.of(viewer or Viewer.guest(may_read=True))
    arguments = {name: made(site, client, value) for name, value in page.example(network).items()}
    with site.app.test_request_context(f"/{language}/about"):
        site.app.preprocess_request()
        adapter = site.app.url_map.bind("localhost")
        own = adapter.build(page.name, {**arguments, "language": language})
        twin = adapter.build(page.twin, {**arguments, "language": language})
    return own, twin


def made(site: Site, client: FlaskClient, value: str) -> str:
    """What stands for `value` of an example: a typed text, a plan and a request are made, the rest is as it is."""
    if value == EXAMPLE:
        return keep_text(client)
    if value == KEPT_CUT_EXAMPLE:
        return kept_cut(site, HAS_AN_ACCOUNT)
    if value == KEPT_EXAMPLE:
        return kept_plan(site, HAS_AN_ACCOUNT)
    return asked_request(site, HAS_AN_ACCOUNT) if value in (OWN_EXAMPLE, ASKED_EXAMPLE) else value


def keep_text(client: FlaskClient) -> str:
    """The token of a search for the sample's usual word, kept for this visitor."""
    response = client.post(f"{API}/search", json={"q": SEARCHED}, headers={"Origin": "http://localhost"})
    return str(response.get_json()["token"])


def linked_ids(element: lxml.html.HtmlElement) -> set[str]:
    """Ids of actors and statements that `element` leads to."""
    addresses = [link.get("href", "") for link in element.iter("a")]
    found = [re.search(r"/(?:actors|statements)/(\w+)|[?&]root=(\w+)", address) for address in addresses]
    return {match[1] or match[2] for match in found if match}


def texts_of(answer: Any, keys: frozenset[str]) -> Iterator[str]:
    """Every text under one of `keys`, however deep."""
    if isinstance(answer, Mapping):
        for key, value in answer.items():
            if key in keys and isinstance(value, str):
                yield value
            yield from texts_of(value, keys)
    elif isinstance(answer, list):
        for value in answer:
            yield from texts_of(value, keys)


def all_texts(answer: Any) -> Iterator[str]:
    """Every text of an answer."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, Mapping):
        for value in answer.values():
            yield from all_texts(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from all_texts(value)


def joined(text: str) -> str:
    """`text` with every run of blanks as one."""
    return " ".join(text.split())


def could_be_a_formula(cell: str) -> bool:
    """Whether a spreadsheet could compute `cell` instead of showing it. A number is shown as it is."""
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
        return False
    begins = unicodedata.normalize("NFKC", cell.lstrip()[:1])
    return (bool(begins) and begins in "=+-@|%") or cell[:1] in ("\t", "\r", "\n", "\0")
