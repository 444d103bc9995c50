"""A store that is slow or gone: pages say so in time, those that need none work on, and all come back by themselves.

Promises P12 and P13 of docs/security.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from graphsvc.kinds import Kinds
from graphsvc.store.neo4j import Neo4jStore
from graphsvc.store.sqlite import SqliteStore
from tests.neo4j.server import Neo4jServer
from tests.webapp import Site, make_site, sample, statement_id

HUB, BODY = (statement_id(sample(), key) for key in ("hub", "body"))
PAGES = (
    "/en/",
    "/es/sources",
    f"/en/actors/{HUB}",
    f"/en/actors/{HUB}/ties?kind=met",
    f"/en/actors/{HUB}/ties/{BODY}",
    f"/es/map?root={HUB}",
    f"/api/v1/maps/ego/{HUB}",
    f"/api/v1/actors/{HUB}",
    f"/en/statements/{HUB}",
)
NEED_NO_STORE = ("/en/about", "/es/sign-in", "/health/live", "/api/v1/openapi.json")
PAGE_SECONDS = 0.4
READING = frozenset(("version", "sources", "actor_statements", "ties_of", "search", "evidence", "info"))


class SlowStore(SqliteStore):
    """A store that takes its time for every reading while `seconds` says so."""

    seconds = 0.0

    def __getattribute__(self, name: str) -> Any:
        verb = super().__getattribute__(name)
        return partial(self._slowly, verb) if name in READING else verb

    def _slowly(self, verb: Callable[..., Any], *values: Any, **named: Any) -> Any:
        time.sleep(self.seconds)
        return verb(*values, **named)


@pytest.fixture
def slow(tmp_path: Path) -> SlowStore:
    return SlowStore(tmp_path / "slow.sqlite")


@pytest.fixture
def site(tmp_path: Path, slow: SlowStore) -> Iterator[Site]:
    made = make_site(tmp_path, sample(), store=slow, page_timeout_seconds=PAGE_SECONDS)
    until_served(made)  # the first page of a process loads compiled kernels, which takes longer
    yield made
    slow.seconds = 0.0
    made.close()


def visited(client: FlaskClient, path: str) -> tuple[int, str, str | None, float]:
    """Status, text, when to come back, and how long it took."""
    begun = time.monotonic()
    response = client.get(path)
    return response.status_code, response.get_data(as_text=True), response.headers.get("Retry-After"), _since(begun)


def _since(begun: float) -> float:
    return time.monotonic() - begun


def statuses(client: FlaskClient, paths: tuple[str, ...]) -> dict[str, int]:
    return {path: client.get(path).status_code for path in paths}


def until_served(site: Site) -> float:
    """How long it took until all pages were served again; at most half a minute."""
    begun = time.monotonic()
    while set(statuses(site.client(), PAGES).values()) != {200} and _since(begun) < 30:
        time.sleep(0.1)
    return _since(begun)


def test_pages_over_a_slow_store_say_so_in_time_with_advice(site: Site, slow: SlowStore) -> None:
    client = site.client()
    slow.seconds = 3 * PAGE_SECONDS
    late = {path: visited(client, path) for path in PAGES}
    asked = client.post("/api/v1/suggest", json={"q": "example"}, headers={"Origin": "http://localhost"})
    beside = statuses(client, NEED_NO_STORE)

    assert {path: (status, retry) for path, (status, _, retry, _) in late.items()} == dict.fromkeys(PAGES, (503, "60"))
    assert max(seconds for *_, seconds in late.values()) < PAGE_SECONDS + 1
    assert "Try again in a minute" in late["/en/"][1]
    assert "Inténtelo de nuevo" in late["/es/sources"][1]
    assert '"code":"page.too-slow"' in late[f"/api/v1/actors/{HUB}"][1]
    assert (asked.status_code, client.get("/health/ready").status_code) == (503, 503)
    assert set(beside.values()) == {200}


def test_after_many_late_pages_the_next_one_is_served(site: Site, slow: SlowStore) -> None:
    slow.seconds = 2 * PAGE_SECONDS
    clients = [site.client() for _ in range(8)]

    def visit(number: int) -> tuple[int, float]:
        status, _, _, seconds = visited(clients[number % 8], PAGES[number % len(PAGES)])
        return status, seconds

    with ThreadPoolExecutor(8) as visitors:
        late = list(visitors.map(visit, range(64)))
    slow.seconds = 0.0
    after = until_served(site)

    assert {status for status, _ in late} == {503}
    assert max(seconds for _, seconds in late) < PAGE_SECONDS + 1
    assert after < 5


@pytest.mark.slow
def test_pages_over_a_stopped_neo4j_say_so_within_two_seconds_and_come_back(
    own_neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    server = own_neo4j_server
    store = Neo4jStore(server.uri, user=server.user, password=server.password, kinds=Kinds.load())
    site = make_site(tmp_path, sample(), store=store)
    client = site.client()
    try:
        before = statuses(client, PAGES)
        server.stop()
        gone = {path: visited(client, path) for path in PAGES}
        beside = statuses(client, NEED_NO_STORE)
        server.start()
        after = until_served(site)
    finally:
        site.close()

    assert set(before.values()) == {200}
    assert {path: status for path, (status, *_) in gone.items()} == dict.fromkeys(PAGES, 503)
    assert max(seconds for *_, seconds in gone.values()) < 2
    assert "Try again in a minute" in gone["/en/"][1]
    assert set(beside.values()) == {200}
    assert after < 5
