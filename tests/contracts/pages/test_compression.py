"""Less to send over a weak connection, and no token in anything that is compressed."""

from __future__ import annotations

import gzip

import pytest

from tests.contracts.pages.visiting import Visit
from tests.webapp import Site
from web.compression import SHORTEST
from web.static_files import VIS_NETWORK, content_version

TAKES = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_twin_is_the_same_compressed_and_not(visit: Visit) -> None:
    asked = visit.twin.request
    address = f"{asked.path}?{asked.query_string.decode('ascii')}"
    plain, packed = visit.client.get(address), visit.client.get(address, headers=TAKES)

    is_long = len(plain.data) > SHORTEST
    assert "Content-Encoding" not in plain.headers
    assert packed.headers.get("Content-Encoding") == ("gzip" if is_long else None)
    assert len(gzip.decompress(packed.data) if is_long else packed.data) == len(plain.data)
    assert "Accept-Encoding" in plain.vary
    assert "Accept-Encoding" in packed.vary


def test_a_page_is_never_compressed(visit: Visit) -> None:
    asked = visit.page.request
    page = visit.client.get(f"{asked.path}?{asked.query_string.decode('ascii')}", headers=TAKES)

    assert page.status_code == 200
    assert "Content-Encoding" not in page.headers


@pytest.mark.parametrize("name", [VIS_NETWORK, "js/map.js"])
def test_a_script_is_sent_in_a_third_of_its_size(site: Site, name: str) -> None:
    address = f"/static/{content_version()}/{name}"
    plain, packed = site.client().get(address), site.client().get(address, headers=TAKES)

    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < 0.4 * len(plain.data)
    assert int(packed.headers["Content-Length"]) == len(packed.data)


@pytest.mark.parametrize("refusal", ["gzip;q=0", "identity", ""])
def test_who_does_not_take_it_gets_it_as_it_is(site: Site, refusal: str) -> None:
    response = site.client().get(f"/static/{content_version()}/js/map.js", headers={"Accept-Encoding": refusal})

    assert "Content-Encoding" not in response.headers
