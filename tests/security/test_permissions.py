"""Each cell of the table of who may use what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.security.permissions import CELLS, OPEN_TO_ALL, VIEWERS, WITH_DATA
from tests.webapp import HIDDEN_NAME, Site, make_site, sample


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("site"), sample())
    yield made
    made.close()


@pytest.mark.parametrize(("viewer", "path", "may"), CELLS)
def test_somebody_sees_what_the_table_says(site: Site, viewer: str | None, path: str, may: bool) -> None:
    site.clock.now += 10

    assert site.client(viewer).get(path).status_code == (200 if may else 404)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_pages_without_data_are_open_to_everybody(site: Site, viewer: str | None) -> None:
    client = site.client(viewer)

    assert {client.get(path).status_code for path in OPEN_TO_ALL} <= {200, 303}


@pytest.mark.parametrize("path", WITH_DATA)
def test_an_administrator_sees_no_data(site: Site, path: str) -> None:
    assert site.client("adan").get(path).status_code == 404


@pytest.mark.parametrize(("viewer", "finds"), [(None, 0), ("rosa", 0), ("clara", 1)])
def test_a_search_finds_what_its_viewer_may_see(site: Site, viewer: str | None, finds: int) -> None:
    client = site.client(viewer)

    found = client.post("/api/v1/suggest", json={"q": HIDDEN_NAME}, headers={"Origin": "http://localhost"}).get_json()

    assert len(found) == finds


@pytest.mark.parametrize(("viewer", "ties"), [(None, 13), ("rosa", 14), ("clara", 15)])
def test_counts_are_of_what_a_viewer_may_see(site: Site, viewer: str | None, ties: int) -> None:
    assert site.client(viewer).get("/api/v1/").get_json()["ties"] == ties
