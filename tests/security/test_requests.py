"""Foreign requests, redirects, hosts, sizes: what does not come from a page of ours does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.webapp import PASSWORD, Site, form_token, make_site, post, sample
from web.asking import asking
from web.budgets import PAGES
from web.headers import FIXED

CHANGING = ("/en/search", "/en/sign-in", "/en/sign-in/some-link", "/en/sign-out")
CHANGING_API = ("/api/v1/search", "/api/v1/suggest")
FOREIGN = (
    {},
    {"Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
    {"Origin": "ftp://localhost"},
    {"Origin": "http://["},
    {"Origin": "http://localhost@[::"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "none"},
    {"Referer": "http://localhost/en/"},
)
TARGETS = (
    *(
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "http:///x",
    ),
    *(
        "/\tevil",
        "/%09/evil.example",
        "/%2f%2fevil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "/en//evil.example",
    ),
    *(
        "//user@evil.example",
        "/en/@evil.example",
        "/en\\evil",
        " //evil.example",
        "/en/../..//evil.example",
        "data:text/html,x",
    ),
    *(
        "///evil.example",
        "/ /evil.example",
        "/EN/",
        "/en?next=//evil.example",
        "/en#//evil.example",
        "/en/;@evil.example",
    ),
    *("http://localhost@evil.example", "/en:80", "?x", "evil.example", "/en/\r\nSet-Cookie: x=1", "/en/%0d%0aX: 1"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("site"), sample())
    yield made
    made.close()


@pytest.fixture(autouse=True)
def a_minute_later(site: Site) -> None:
    site.clock.now += 61


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", CHANGING)
def test_a_form_from_elsewhere_does_nothing(site: Site, path: str, headers: dict[str, str]) -> None:
    client = site.client("rosa")

    response = client.post(path, data={"csrf_token": form_token(client)}, headers=headers)

    assert response.status_code == 403
    assert "Sign out" in client.get("/en/about").get_data(as_text=True)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", CHANGING_API)
def test_json_from_elsewhere_does_nothing(site: Site, path: str, headers: dict[str, str]) -> None:
    response = site.client().post(path, json={"q": "example"}, headers=headers)

    assert response.status_code == 403
    assert response.content_type == "application/problem+json"
    assert response.get_json()["code"] == "request.foreign"


@pytest.mark.parametrize("token", ["", "x", "é", "0" * 43])
def test_a_form_without_this_visitors_token_does_nothing(site: Site, token: str) -> None:
    client = site.client("rosa")

    response = client.post("/en/sign-out", data={"csrf_token": token}, headers={"Origin": "http://localhost"})

    assert response.status_code == 403


def test_the_token_of_another_visitor_does_nothing(site: Site) -> None:
    other = form_token(site.client("clara"))

    response = site.client("rosa").post(
        "/en/sign-out", data={"csrf_token": other}, headers={"Origin": "http://localhost"}
    )

    assert response.status_code == 403


def test_the_api_takes_json_only(site: Site) -> None:
    response = site.client().post("/api/v1/suggest", data={"q": "example"}, headers={"Origin": "http://localhost"})

    assert response.status_code == 415


@pytest.mark.parametrize("body", ["[]", "1", '"x"', "{}", '{"q": 1}', '{"q": null}'])
def test_odd_json_finds_nothing(site: Site, body: str) -> None:
    response = site.client().post(
        "/api/v1/suggest", data=body, headers={"Origin": "http://localhost"}, content_type="application/json"
    )

    assert response.get_json() == []


@pytest.mark.parametrize("body", ["", "{", "\xff", "[" * 10_000])
def test_broken_json_is_refused(site: Site, body: str) -> None:
    response = site.client().post(
        "/api/v1/suggest", data=body, headers={"Origin": "http://localhost"}, content_type="application/json"
    )

    assert response.status_code == 400
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize("target", TARGETS)
def test_signing_in_never_leads_to_another_host(site: Site, target: str) -> None:
    response = post(site.client(), "/en/sign-in", name="rosa", password=PASSWORD, next=target)

    assert response.status_code == 303
    assert response.headers["Location"] == "/en/"


def test_signing_in_leads_back_to_where_one_wanted_to_go(site: Site) -> None:
    response = post(site.client(), "/en/sign-in", name="rosa", password=PASSWORD, next="/en/map?root=abc&hops=2")

    assert urlsplit(response.headers["Location"]).path == "/en/map"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "", "[::2]"])
def test_other_host_names_are_refused(site: Site, host: str) -> None:
    response = site.client().get("/en/", headers={"Host": host})

    assert response.status_code == 400
    assert {name: response.headers.get(name) for name in FIXED} == FIXED
    assert host not in response.get_data(as_text=True) or not host


def test_a_large_form_is_refused(site: Site) -> None:
    client = site.client()
    token = form_token(client)
    headers = {"Origin": "http://localhost"}

    kept = client.post("/en/search", data={"csrf_token": token, "q": "x" * 60_000}, headers=headers)
    refused = client.post("/en/search", data={"csrf_token": token, "q": "x" * 70_000}, headers=headers)

    assert kept.status_code == 303
    assert refused.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.parametrize("path", ["/en/", "/api/v1/sources", "/en/sign-in", "/health/live"])
def test_methods_that_no_page_has_are_not_there(site: Site, path: str, method: str) -> None:
    assert site.client().open(path, method=method).status_code == 404


def test_nobody_may_read_here_without_signing_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    closed = make_site(tmp_path_factory.mktemp("closed"), sample(), guest_viewing=False)
    client = closed.client()

    page = client.get("/es/actors/whatever?x=1")
    twin = client.get("/api/v1/actors/whatever")

    assert (page.status_code, urlsplit(page.headers["Location"]).path) == (303, "/es/sign-in")
    assert (twin.status_code, twin.get_json()["code"]) == (401, "sign-in.needed")
    assert client.post("/api/v1/suggest", json={"q": "x"}, headers={"Origin": "http://localhost"}).status_code == 401
    assert client.get("/en/about").status_code == 200
    assert client.get("/en/no-such-page").status_code == 404
    closed.close()


@pytest.mark.parametrize(("proxies", "believed"), [(0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")])
def test_as_many_proxies_are_believed_as_are_there(tmp_path: Path, proxies: int, believed: str) -> None:
    site = make_site(tmp_path, sample(), trusted_proxies=proxies)
    sent = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Host": "evil.example"}
    try:
        with site.client() as client:
            response = client.get("/en/about", headers=sent)
            assert asking().address == believed
        assert response.status_code == 200
        assert "evil.example" not in response.get_data(as_text=True)
    finally:
        site.close()


def test_guests_behind_a_proxy_have_budgets_of_their_own(tmp_path: Path) -> None:
    site = make_site(tmp_path, sample(), trusted_proxies=1)
    try:
        ask = partial(site.client().get, "/en/")
        spent = [ask(headers={"X-Forwarded-For": "203.0.113.9"}).status_code for _ in range(PAGES.per_minute + 1)]
        other = ask(headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}).status_code
    finally:
        site.close()

    assert (spent[0], spent[-1], other) == (200, 429, 200)
