"""The table of a map comes in pages, by kind, with the ties of the actor in the middle first."""

from __future__ import annotations

import pytest

from graphsvc.model.statements import ActorId
from graphsvc.model.values import Confidence, Status
from queries.neighbourhood import MapTie, NeighbourhoodAnswer
from web.map_table import ROWS, MapTable, map_table

ROOT = ActorId("root")


def tie(ego: str, alter: str, kind: str = "met") -> MapTie:
    return MapTie(ActorId(ego), ActorId(alter), kind, Status.REALISED, Confidence.STATED, 1)


def table(ties: list[MapTie], kind: str | None = None, offset: str | None = None) -> MapTable:
    return map_table(NeighbourhoodAnswer(ROOT, 1, (), tuple(ties), 1), kind, offset)


def test_the_ties_of_the_actor_in_the_middle_come_first() -> None:
    far, near = tie("a", "b"), tie("a", "root")

    assert table([far, near]).ties == (near, far)


def test_pages_hold_every_tie_once() -> None:
    ties = [tie("root", f"a{number}") for number in range(2 * ROWS + 3)]

    pages = [table(ties, offset=str(first)).ties for first in range(0, len(ties), ROWS)]

    assert [len(page) for page in pages] == [ROWS, ROWS, 3]
    assert [one for page in pages for one in page] == ties


def test_kinds_are_counted_and_can_be_chosen() -> None:
    ties = [tie("root", "a"), tie("root", "b", "funds"), tie("a", "b")]

    chosen = table(ties, kind="funds")

    assert (chosen.kinds, chosen.kind, chosen.total) == ((("met", 2), ("funds", 1)), "funds", 1)
    assert chosen.ties == (ties[1],)
    assert chosen.ties_of == {"root": 2, "a": 2, "b": 2}


@pytest.mark.parametrize("kind", [None, "", "no such kind"])
@pytest.mark.parametrize("offset", [None, "", "x", "-1"])
def test_what_an_address_cannot_mean_asks_for_the_first_page_of_all(kind: str | None, offset: str | None) -> None:
    assert table([tie("root", "a")], kind, offset).ties == (tie("root", "a"),)


def test_behind_the_last_page_there_is_nothing() -> None:
    assert table([tie("root", "a")], offset="20").ties == ()
