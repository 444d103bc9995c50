"""The small map of a plan: whom it is about, and the ties among them that stay, begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from graphsvc.kernel.tiegraph import TieGraph
from queries.what_if_values import Change

MOST_DRAWN = 20
NEAREST = 5
"""Of those gained and lost, so many each."""

Pair = tuple[int, int]


def drawn_ties(before: TieGraph, after: TieGraph, wanted: Iterable[int]) -> list[tuple[Pair, Change | None]]:
    """The ties among the first `MOST_DRAWN` of `wanted`, by number: (both ends, what the plan does with the tie)."""
    chosen = list(dict.fromkeys(wanted))[:MOST_DRAWN]
    then, now = (_among(graph, chosen) for graph in (before, after))
    changes = dict.fromkeys(now - then, Change.ADD) | dict.fromkeys(then - now, Change.REMOVE)
    return [(pair, changes.get(pair)) for pair in sorted(then | now)]


def _among(graph: TieGraph, chosen: Sequence[int]) -> set[Pair]:
    rows, numbers = graph.forward, np.array(sorted(chosen), dtype=np.int64)
    found = set()
    for one in chosen:
        near = rows.neighbours[rows.offsets[one] : rows.offsets[one + 1]]
        found |= {(min(one, other), max(one, other)) for other in near[np.isin(near, numbers)].tolist()}
    return found
