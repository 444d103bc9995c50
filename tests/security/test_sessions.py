"""Cookies, sign-in and sign-out through the pages."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_cookie

from tests.networks import Network
from tests.webapp import PASSWORD, Site, form_token, make_site, post, sample, statement_id
from web.accounts.passwords import Passwords
from web.accounts.tries import TRIES_OF_AN_ADDRESS
from web.budgets import PAGES, SEARCHES

HUB = statement_id(sample(), "hub")
OPENED = {"Sec-Fetch-Site": "none"}
"""What a browser sends with an address that somebody typed, or opened from another program."""
LOOKS_AHEAD = (
    {"User-Agent": "WhatsApp/2.23"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "none", "Sec-Purpose": "prefetch"},
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("site"), sample())
    yield made
    made.close()


@pytest.fixture(autouse=True)
def a_minute_later(site: Site) -> None:
    site.clock.now += 61


def token_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("session")
    return cookie.value if cookie else ""


def is_signed_in(client: FlaskClient) -> bool:
    return "Sign out" in client.get("/en/about").get_data(as_text=True)


def test_the_cookie_is_out_of_reach_of_scripts_and_ends_with_the_browser(site: Site) -> None:
    client = site.client()

    set_cookie = post(client, "/en/sign-in", name="rosa", password=PASSWORD).headers["Set-Cookie"]

    assert set_cookie.startswith("session=")
    assert "; HttpOnly; Path=/; SameSite=Lax" in set_cookie
    assert "Max-Age" not in set_cookie
    assert "Expires" not in set_cookie


def test_with_tls_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    secure = make_site(tmp_path, Network((), (), ()), secure_cookies=True)

    response = secure.client().get("/en/sign-in", base_url="https://localhost")

    cookies = response.headers.getlist("Set-Cookie")
    assert any(
        cookie.startswith("__Host-session=") and "Secure" in cookie and "Domain" not in cookie for cookie in cookies
    )
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    secure.close()


def test_signing_in_gives_another_token_than_the_one_a_visitor_came_with(site: Site) -> None:
    client = site.client()
    client.get("/en/sign-in")
    before = token_of(client)

    post(client, "/en/sign-in", name="rosa", password=PASSWORD)

    assert before
    assert token_of(client) != before
    fixed = site.client()
    fixed.set_cookie("session", before)
    assert not is_signed_in(fixed)


def test_a_copied_cookie_is_dead_after_signing_out(site: Site) -> None:
    client = site.client()
    post(client, "/en/sign-in", name="rosa", password=PASSWORD)
    copied = token_of(client)

    response = post(client, "/en/sign-out")

    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert parse_cookie(response.headers["Set-Cookie"])["session"] == ""
    thief = site.client()
    thief.set_cookie("session", copied)
    assert not is_signed_in(thief)


def test_a_closed_account_is_out_at_the_next_request(site: Site) -> None:
    client = site.client("clara")
    assert is_signed_in(client)

    site.accounts.set_active("clara", is_active=False)

    assert not is_signed_in(client)
    site.accounts.set_active("clara", is_active=True)


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "a" * 3000, "\N{SNOWMAN}", "../..", "' OR 1=1 --"])
def test_made_up_cookies_are_guests(site: Site, cookie: str) -> None:
    client = site.client()
    client.set_cookie("session", cookie)

    assert not is_signed_in(client)


def test_wrong_sign_ins_look_alike_whoever_it_is(site: Site) -> None:
    answers = [post(site.client(), "/en/sign-in", name=name, password="no") for name in ("rosa", "nobody")]

    first, second = (
        answer.get_data(as_text=True).replace("rosa", "NAME").replace("nobody", "NAME") for answer in answers
    )
    assert [answer.status_code for answer in answers] == [401, 401]
    assert "do not fit together" in first
    assert len(first) == len(second)


def test_wrong_sign_ins_take_alike_whoever_it_is() -> None:
    passwords = Passwords()
    kept = passwords.hash(PASSWORD)
    passwords.fits("warm up", None)

    def measured(hashed: str | None) -> float:
        started = time.thread_time()
        passwords.fits("a wrong password", hashed)
        return time.thread_time() - started

    spent = [(measured(kept), measured(None)) for _ in range(9)]

    known, unknown = (statistics.median(times) for times in zip(*spent, strict=True))
    assert abs(known - unknown) < 0.25 * max(known, unknown)


def test_too_many_tries_say_when_to_come_back(site: Site) -> None:
    client = site.client()
    answers = [post(client, "/en/sign-in", name="somebody", password="no") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_a_link_is_not_used_up_by_a_program_that_looks_ahead(site: Site) -> None:
    path = f"/en/sign-in/{site.accounts.make_link('rosa')}"

    site.client().head(path)
    looks = [site.client().get(path, headers=headers) for headers in LOOKS_AHEAD]

    assert all("Sign in with this link?" in look.get_data(as_text=True) for look in looks)
    client = site.client()
    assert post(client, path).status_code == 303
    assert is_signed_in(client)
    assert site.client().get(path, headers=OPENED).status_code == 404


def test_a_link_that_a_person_opens_needs_no_button(site: Site) -> None:
    client = site.client()

    response = client.get(f"/en/sign-in/{site.accounts.make_link('rosa')}", headers=OPENED)

    assert response.status_code == 303
    assert is_signed_in(client)


def test_what_somebody_signed_in_looks_at_is_recorded_without_names(site: Site) -> None:
    client = site.client("clara")
    before = len(site.accounts.audit.entries())

    client.get(f"/en/actors/{HUB}")
    client.get(f"/api/v1/maps/ego/{HUB}")
    client.get(f"/en/actors/{'x' * 17}")
    site.client().get(f"/en/actors/{HUB}")

    looked = [entry.subject for entry in site.accounts.audit.entries()[before:]]
    assert looked == [f"actors.show {HUB}", f"actors.draw_map {HUB}"]
    assert site.accounts.audit.first_broken() is None


def test_nobody_asks_for_more_than_a_person_does(site: Site) -> None:
    client, other = site.client("rosa"), site.client("clara")

    statuses = [client.get("/api/v1/sources").status_code for _ in range(245)]
    refused = client.get("/api/v1/sources")

    assert statuses[:240] == [200] * 240
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert other.get("/api/v1/sources").status_code == 200


def from_address(site: Site, address: str) -> int:
    return site.client().get("/api/v1/sources", environ_base={"REMOTE_ADDR": address}).status_code


def test_a_guest_has_one_budget_in_a_whole_network_of_ipv6(site: Site) -> None:
    statuses = [from_address(site, f"2001:db8::{number:x}") for number in range(PAGES.per_minute + 1)]

    assert statuses == [200] * PAGES.per_minute + [429]
    assert from_address(site, "2001:db8:0:0:ffff::1") == 429
    assert from_address(site, "2001:db8:0:1::1") == 200


def test_a_guest_has_one_budget_for_an_address_of_ipv4(site: Site) -> None:
    statuses = [from_address(site, "192.0.2.1") for _ in range(PAGES.per_minute)]

    assert set(statuses) == {200}
    assert (from_address(site, "192.0.2.1"), from_address(site, "::ffff:192.0.2.1")) == (429, 429)
    assert (from_address(site, "192.0.2.2"), from_address(site, "::ffff:192.0.2.3")) == (200, 200)


def test_tries_to_sign_in_are_counted_in_a_whole_network_of_ipv6(site: Site) -> None:
    statuses = []
    for number in range(TRIES_OF_AN_ADDRESS + 1):
        client = site.client()
        sent = {"name": f"nobody{number}", "password": "plum", "csrf_token": form_token(client, "/en/sign-in")}
        base = {"REMOTE_ADDR": f"2001:db8:7::{number:x}"}
        headers = {"Origin": "http://localhost"}
        statuses.append(client.post("/en/sign-in", data=sent, headers=headers, environ_base=base).status_code)

    assert statuses == [401] * TRIES_OF_AN_ADDRESS + [429]


@pytest.mark.parametrize(
    ("path", "sent"), [("/api/v1/search", {"json": {"q": "example"}}), ("/en/search", {"data": {"q": "example"}})]
)
def test_typing_a_search_spends_the_budget_of_searches(site: Site, path: str, sent: dict[str, Any]) -> None:
    client = site.client("rosa")
    sent = {"data": {"csrf_token": form_token(client)} | sent["data"]} if "data" in sent else sent

    statuses = [
        client.post(path, headers={"Origin": "http://localhost"}, **sent).status_code
        for _ in range(SEARCHES.per_minute + 1)
    ]

    assert set(statuses[:-1]) <= {200, 303}
    assert statuses[-1] == 429
