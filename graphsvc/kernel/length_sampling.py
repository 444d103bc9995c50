"""Drawn shortest routes along lengths, for the betweenness of large networks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import I32, I64, kernel
from graphsvc.kernel.length_search import Search, find_routes, is_settled, leads_on, new_search, slack_of
from graphsvc.kernel.randomness import STEP, draw, drawn_pair
from graphsvc.kernel.tiegraph import TieGraph


def count_on_routes(graph: TieGraph, lengths: NDArray[Any], seed: int, part: tuple[int, int]) -> I64:
    """On how many of the routes with numbers from part[0] up to part[1] each actor lies, the ends not counted.

    For every number a pair of actors is drawn, and one of its shortest routes: each as likely as the others.
    """
    forward, back = graph.forward, graph.reverse_rows
    counts = np.zeros(len(graph), dtype=np.int64)
    there = (forward.offsets, forward.neighbours, forward.along(lengths))
    _add_routes(
        *there, back.offsets, back.neighbours, back.along(lengths), slack_of(lengths), np.uint64(seed % 2**64),
        part[0], part[1], counts,
    )  # fmt: skip
    return counts


@kernel
def _add_routes(
    offsets: I64,
    neighbours: I32,
    lengths: NDArray[Any],
    back_offsets: I64,
    back_neighbours: I32,
    back_lengths: NDArray[Any],
    slack: float,
    seed: np.uint64,
    first: int,
    last: int,
    counts: I64,
) -> None:
    actors = offsets.size - 1
    search = new_search(offsets, neighbours, lengths)
    for sample in range(first, last):
        state, source, target = drawn_pair(seed, sample, actors)
        find_routes(offsets, neighbours, lengths, slack, source, target, search)
        if not is_settled(search, target):
            continue
        actor = target
        while actor != source:
            state += STEP
            actor = _before(back_offsets, back_neighbours, back_lengths, slack, actor, draw(state), search)
            if actor != source:
                counts[actor] += 1


@kernel
def _before(
    offsets: I64, neighbours: I32, lengths: NDArray[Any], slack: float, actor: int, drawn: float, search: Search
) -> int:
    """Who comes before actor on a shortest route: as likely as the share of the routes that come over it."""
    left = drawn * search.paths[actor]
    chosen = -1
    for slot in range(offsets[actor], offsets[actor + 1]):
        other = neighbours[slot]
        if is_settled(search, other) and leads_on(search, other, actor, lengths[slot], slack):
            chosen = other
            left -= search.paths[other]
            if left < 0.0:
                break
    return chosen
