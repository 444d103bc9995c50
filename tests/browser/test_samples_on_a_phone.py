"""The shipped samples on a phone: no page of a well-tied actor is endless, and none asks to scroll sideways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.access import Viewer
from graphsvc.cli.console import Console
from graphsvc.cli.samples import import_samples, read_manifest
from graphsvc.network import Network
from graphsvc.runs.load import never
from graphsvc.store.sqlite import SqliteStore
from queries.search import find_actors
from tests import networks as drawn
from tests.browser.conftest import Visitor
from tests.browser.test_pages_in_chromium import is_wider_than_the_window
from tests.unit.cli.terminal import Stream
from tests.webapp import Site, make_site

SAMPLES = Path(__file__).parents[2] / "samples"
PHONE = {"width": 360, "height": 760}
TALLEST_PAGE, TALLEST_MAP = 8_000, 6_000
"""Pixels. Before the table of a map came in pages, that of Mark Kelly was 24,000 high."""
MOST_TIED = 4
NAMED = ("Mark Kelly", "Private donors", "United States", "UNHCR")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("samples")
    store = SqliteStore(folder / "network.sqlite")
    console = Console({"GRAPHSVC_DATA_FOLDER": str(folder)}, Stream(), Stream(), Stream())
    import_samples(store, read_manifest(SAMPLES), console, never)
    made = make_site(folder, drawn.Network((), (), ()), store=store)
    yield made
    made.close()


@pytest.fixture(scope="module")
def dense_actors(site: Site) -> tuple[str, ...]:
    network: Network = site.networks.of(Viewer.guest(may_read=True))
    degrees = network.graph().forward.degrees()
    most = [network.snapshot.actors.ids[number] for number in (-degrees).argsort(kind="stable")[:MOST_TIED].tolist()]
    return (*most, *(find_actors(network, name, language="en").found[0].actor.id for name in NAMED))


@pytest.mark.parametrize(
    ("path", "tallest"), [("/es/actors/{actor}", TALLEST_PAGE), ("/es/map?root={actor}", TALLEST_MAP)]
)
def test_no_page_of_a_well_tied_actor_is_endless_on_a_phone(
    visitor: Visitor, dense_actors: tuple[str, ...], path: str, tallest: int
) -> None:
    visitor.page.set_viewport_size(PHONE)
    heights, wide = {}, []
    for actor in dense_actors:
        visitor.open(path.format(actor=actor))
        heights[actor] = visitor.page.evaluate("document.documentElement.scrollHeight")
        wide += [actor] if is_wider_than_the_window(visitor) else []

    assert {actor: height for actor, height in heights.items() if height > tallest} == {}
    assert wide == []
    assert visitor.complaints == []


def test_no_word_of_a_list_of_results_is_broken_on_a_phone(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.open("/es/")
    visitor.page.fill("#find", "committee")
    visitor.page.locator("main button").first.click()
    visitor.page.wait_for_url("**/search/*")

    rows = visitor.page.locator("table.results td:nth-child(2)").evaluate_all(
        """cells => cells.map(cell => {
            const text = document.createRange();
            text.selectNodeContents(cell);
            return [cell.textContent, text.getClientRects().length];
        })"""
    )

    assert len(rows) == 25
    assert [text for text, lines in rows if lines > 2] == []
    assert not is_wider_than_the_window(visitor)
