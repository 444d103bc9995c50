"""How far routes reach: the best to each of many targets, and everybody within so many ties of some actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.routes import FoundRoute, introduction_routes
from graphsvc.kernel.rows import Rows
from graphsvc.kernel.tiegraph import TieGraph

Blocked = NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class Reached:
    """Who is within so many ties, by number ascending; the least length to each, and the ties that this takes."""

    actors: NDArray[np.int64]
    lengths: NDArray[np.int64]
    ties: NDArray[np.int64]


def best_to_each(
    graph: TieGraph, sources: Sequence[int], targets: Sequence[int], *, longest: int, blocked: Blocked = None
) -> dict[int, FoundRoute]:
    """{target: the best route to it from any of `sources`}, in the order of `introduction_routes`.

    A target that no route of at most `longest` ties leads to is left out. Raises ValueError as `introduction_routes`.
    """
    found = {}
    for target in dict.fromkeys(targets):
        routes = introduction_routes(graph, sources, [target], k=1, longest=longest, blocked=blocked)
        if routes:
            found[target] = routes[0]
    return found


def reached(
    graph: TieGraph, sources: Sequence[int], *, longest: int, blocked: Blocked = None, reverse: bool = False
) -> Reached:
    """Everybody within `longest` ties of `sources`, these included (length and ties 0).

    Args:
        blocked: who may be reached, but not gone through; sources always may.
        reverse: along the ties backwards: those who reach `sources`.
    """
    rows = graph.reverse_rows if reverse else graph.forward
    values = graph.lengths("length")
    slots = _slots(graph, rows, values, reverse=reverse)
    best = {int(one): (0, 0) for one in sources}
    frontier = np.unique(np.asarray(sources, dtype=np.int64))
    for tie in range(1, longest + 1):
        reachable: dict[int, int] = {}
        for one in frontier.tolist():
            start, stop = int(rows.offsets[one]), int(rows.offsets[one + 1])
            base = best[one][0]
            for other, length in zip(rows.neighbours[start:stop].tolist(), slots[start:stop].tolist(), strict=True):
                total = base + length
                if total < best.get(other, (np.inf, 0))[0] and total < reachable.get(other, np.inf):
                    reachable[other] = total
        best |= {one: (total, tie) for one, total in reachable.items()}
        onward = [one for one in reachable if blocked is None or not blocked[one]]
        frontier = np.array(sorted(onward), dtype=np.int64)
    actors = np.array(sorted(best), dtype=np.int64)
    pairs = np.array([best[one] for one in actors.tolist()], dtype=np.int64).reshape(-1, 2)
    return Reached(actors, pairs[:, 0], pairs[:, 1])


def _slots(graph: TieGraph, rows: Rows, values: NDArray[np.int64], *, reverse: bool) -> NDArray[np.int64]:
    if graph.is_directed() and reverse and rows.ties is not None:
        return np.asarray(values[rows.ties], dtype=np.int64)
    return np.asarray(rows.along(values), dtype=np.int64)
