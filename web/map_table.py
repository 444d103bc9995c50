"""The table below a map: its actors, and its ties in pages, by kind. The state of the table stands in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.model.statements import ActorId
from queries.neighbourhood import MapTie, NeighbourhoodAnswer
from web.actors import whole_number

ROWS = 20
"""How many ties one page of the table holds."""
LARGEST_OFFSET = 999_999


@dataclass(frozen=True, slots=True)
class MapTable:
    """One page of the ties of a map.

    Attributes:
        kinds: (kind of tie, how many on the map), most frequent first.
        kind: the kind that is shown; None for all.
        ties: those of this page, the ties of the actor in the middle first; empty behind the last page.
        offset: how many are left out before the first.
        total: how many there are of `kind`.
        ties_of: how many ties of the map each actor has; actors without one are absent.
    """

    kinds: tuple[tuple[str, int], ...]
    kind: str | None
    ties: tuple[MapTie, ...]
    offset: int
    total: int
    ties_of: Mapping[ActorId, int]


def map_table(answer: NeighbourhoodAnswer, kind: str | None, offset: str | None) -> MapTable:
    """The page of the table that an address asks for; a kind that is not on the map asks for all of them."""
    counts = Counter(tie.kind for tie in answer.ties)
    wanted = kind if kind in counts else None
    chosen = [tie for tie in answer.ties if wanted is None or tie.kind == wanted]
    chosen.sort(key=lambda tie: answer.root not in (tie.ego, tie.alter))
    first = whole_number(offset, 0, 0, LARGEST_OFFSET)
    return MapTable(
        kinds=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        kind=wanted,
        ties=tuple(chosen[first : first + ROWS]),
        offset=first,
        total=len(chosen),
        ties_of=Counter(end for tie in answer.ties for end in (tie.ego, tie.alter)),
    )
