"""Every answer carries the headers, and no error tells what is inside."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import psutil
import pytest

from graphsvc.errors import StoreBusy, StoreFull, StoreUnreachable
from tests.webapp import Site, make_site, sample, statement_id
from web.headers import FIXED

HUB = statement_id(sample(), "hub")
PATHS = (
    *("/", "/en/", "/en/about", "/en/sign-in", "/en/nothing", "/nothing", f"/es/actors/{HUB}", f"/en/map?root={HUB}"),
    *("/api/v1/sources", "/api/v1/nothing", "/api/v1/openapi.json", "/health/live", "/health/ready", "/en/map"),
    *("/static/0/css/site.css", "/static/0/nothing.css", "/static/0/../app.py", "/static/../web/app.py", "/robots.txt"),
)
INSIDES = ("Traceback", 'File "', ".py", "sqlite", "SELECT", "/web/", "Werkzeug", "Python", "secret-canary", "flask")


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("site"), sample())
    yield made
    made.close()


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(site: Site, path: str) -> None:
    with site.client().get(path) as response:
        response.get_data()

    assert {name: response.headers.get(name) for name in FIXED} == FIXED
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    is_static = path.startswith("/static") and response.status_code == 200
    assert response.headers["Cache-Control"] == ("public, max-age=31536000, immutable" if is_static else "no-store")


def test_a_static_file_is_not_held_open_while_it_is_sent(site: Site) -> None:
    """A browser that goes elsewhere drops the answer, and nobody closes what it was read from."""
    response = site.client().get("/static/0/icon.svg", buffered=False)

    assert [file.path for file in psutil.Process().open_files() if file.path.endswith("icon.svg")] == []
    assert response.get_data().startswith(b"<svg")
    response.close()


def test_the_nonce_is_new_in_each_answer(site: Site) -> None:
    policies = {site.client().get("/en/").headers["Content-Security-Policy"] for _ in range(20)}

    assert len(policies) == 20


@pytest.mark.parametrize("path", ["/en/", "/api/v1/sources", f"/en/actors/{HUB}", f"/api/v1/maps/ego/{HUB}"])
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("secret-canary SELECT"), 500),
        (ValueError("secret-canary"), 500),
        (MemoryError(), 500),
        (StoreUnreachable(secret="secret-canary"), 503),
        (StoreBusy(), 503),
        (StoreFull(), 503),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_anywhere_is_a_sentence_and_a_way_out(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
    error: Exception,
    status: int,
) -> None:
    def fail(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(site.networks, "of", fail)

    with caplog.at_level(logging.DEBUG):
        response = site.client().get(path)

    body = response.get_data(as_text=True)
    assert response.status_code == status
    assert [word for word in INSIDES if word in body] == []
    assert "secret-canary" not in caplog.text
    assert response.headers["Retry-After"] == "60"


@pytest.mark.parametrize("path", ["/en/", "/api/v1/sources"])
def test_who_changes_the_store_is_told_to_nobody_on_the_web(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    busy = StoreBusy("Run 5 of amina@desk, process 12 is under way.", hint="Ask amina.", holder="amina@desk")

    def fail(*_arguments: object) -> None:
        raise busy

    monkeypatch.setattr(site.networks, "of", fail)
    body = site.client().get(path).get_data(as_text=True)

    assert StoreBusy.message in body
    assert StoreBusy.hint in body
    assert [word for word in ("amina", "Run 5", "process") if word in body] == []


def test_help_and_sign_in_work_while_the_store_does_not(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise StoreUnreachable

    monkeypatch.setattr(site.networks, "of", fail)
    monkeypatch.setattr(site.networks.store, "info", fail)
    client = site.client()

    statuses = [client.get(path).status_code for path in ("/en/about", "/en/sign-in", "/health/live", "/health/ready")]

    assert statuses == [200, 200, 200, 503]


def test_a_service_whose_accounts_are_gone_is_not_ready(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_parameters: object) -> None:
        raise StoreUnreachable

    monkeypatch.setattr(site.accounts, "check", fail)

    assert site.client().get("/health/ready").status_code == 503


def test_a_nearly_full_disk_is_not_ready(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.health.LEAST_FREE", 1.1)

    assert site.client().get("/health/ready").status_code == 503


@pytest.mark.parametrize("language", ["en", "es"])
def test_errors_speak_the_language_of_the_page(site: Site, language: str) -> None:
    page = site.client().get(f"/{language}/nothing").get_data(as_text=True)
    problem = site.client().get("/api/v1/nothing", headers={"Accept-Language": language}).get_json()

    expected = {"en": "There is nothing here that you may see.", "es": "Aquí no hay nada que usted pueda ver."}[
        language
    ]
    assert expected in page
    assert problem["title"] == expected
    assert problem["status"] == 404
