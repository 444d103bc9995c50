"""Betweenness: exact, from `k` sources, and along lengths."""

from __future__ import annotations

import math
from collections.abc import Hashable
from functools import partial
from random import Random
from typing import Any

import numpy as np
from networkx.utils import create_py_random_state
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64, kernel
from graphsvc.kernel.length_search import Search, find_routes, leads_on, new_search, slack_of
from graphsvc.kernel.many_sources import LANES, add_dependencies
from graphsvc.kernel.rows import Rows, near_each_other, renumbered, well_connected_first
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph

PARTS = 16
"""Sources are dealt into this many parts, on any number of cores: sums of floats then always come out the same."""


def betweenness_centrality(
    G: TieGraph,
    k: int | None = None,
    normalized: bool = True,
    weight: str | None = None,
    endpoints: bool = False,
    seed: Any = None,
) -> dict[Hashable, float]:
    """Share of shortest paths on which each actor lies, as `networkx.betweenness_centrality` defines and scales it.

    With `k`, the same sources are drawn as networkx draws for the same seed. With `weight`, lengths of ties; routes are
    equally short as `length_search` says: whole numbers to the last digit, others to about twelve.

    Raises:
        NotImplementedError: a length is zero; counting paths then needs another algorithm.
    """
    actors = len(G)
    if k == actors:
        k = None
    sources = np.arange(actors) if k is None else _drawn(create_py_random_state(seed), actors, k)
    lengths = None if weight is None else G.lengths(weight)
    if lengths is not None and lengths.size and lengths.min() <= 0:
        raise NotImplementedError("A length of zero gives endlessly many equal paths.")
    scores = dependencies(G, sources, lengths, endpoints=endpoints)
    sampled = None if k is None else sources
    scores = _rescaled(scores, sampled, normalized=normalized, directed=G.is_directed(), endpoints=endpoints)
    return dict(zip(G.ids, scores.tolist(), strict=True))


def dependencies(graph: TieGraph, sources: I64, lengths: NDArray[Any] | None, *, endpoints: bool) -> F64:
    """Sum over `sources` of each actor's dependency, before any scaling (Brandes 2001, 2008)."""
    if not sources.size or not len(graph):
        return np.zeros(len(graph))
    forward, back = graph.forward, graph.reverse_rows
    if lengths is not None:
        along = forward.along(lengths)
        work = partial(_along_lengths, forward.offsets, forward.neighbours, along, endpoints)
        return _summed(each(work, np.array_split(sources, min(PARTS, sources.size))))
    order, place = well_connected_first(forward, back)
    forward = renumbered(forward, order, place)
    back = renumbered(back, order, place) if graph.is_directed() else forward
    near = near_each_other(forward, place[sources])
    batches = np.array_split(near, min(PARTS, -(-near.size // LANES)))
    return _summed(each(partial(_unit_lengths, forward, back, endpoints), batches))[place]


def _summed(parts: list[F64]) -> F64:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _unit_lengths(forward: Rows, back: Rows, endpoints: bool, sources: I64) -> F64:
    score = np.zeros(forward.offsets.size - 1)
    rows = (forward.offsets, forward.neighbours, back.offsets, back.neighbours)
    add_dependencies(*rows, sources.astype(np.int64), endpoints, score)
    return score


def _along_lengths(offsets: I64, neighbours: I32, lengths: NDArray[Any], endpoints: bool, sources: I64) -> F64:
    score = np.zeros(offsets.size - 1)
    slack = slack_of(lengths)
    _add_along_lengths(offsets, neighbours, lengths, slack, sources.astype(np.int64), endpoints, score)
    return score


def _drawn(random: Random, actors: int, k: int) -> I64:
    return np.array(random.sample(list(range(actors)), k), dtype=np.int64)


def _rescaled(scores: F64, sampled: I64 | None, *, normalized: bool, directed: bool, endpoints: bool) -> F64:
    """The scales of networkx 3.6: divided by the ordered pairs there are, or inflated from the sources to everybody."""
    others = scores.size if endpoints else scores.size - 1
    if others < 2:
        return scores
    sources = others if sampled is None else sampled.size
    halves = 1 if directed else 2

    def scale(count: int) -> float:
        return 1 / (count * (others - 1)) if normalized else others / (count * halves)

    if sampled is None or endpoints:
        return scores * scale(sources)
    scales = np.full(scores.size, scale(sources))
    # A source is not a source of paths through itself; with one source there is nothing known of it.
    scales[sampled] = scale(sources - 1) if sources > 1 else math.nan
    scaled: F64 = scores * scales
    return scaled


@kernel
def _add_along_lengths(
    offsets: I64,
    neighbours: I32,
    lengths: NDArray[Any],
    slack: float,
    sources: I64,
    endpoints: bool,
    score: F64,
) -> None:
    search = new_search(offsets, neighbours, lengths)
    dependency = np.zeros(offsets.size - 1)
    for source in sources:
        count = find_routes(offsets, neighbours, lengths, slack, source, -1, search)
        for place in range(count - 1, -1, -1):
            actor = search.settled[place]
            total = _handed_back(offsets, neighbours, lengths, slack, actor, search, dependency)
            dependency[actor] = total
            if actor != source:
                score[actor] += total + (1.0 if endpoints else 0.0)
            elif endpoints:
                score[actor] += count - 1


@kernel
def _handed_back(
    offsets: I64, neighbours: I32, lengths: NDArray[Any], slack: float, actor: int, search: Search, dependency: F64
) -> float:
    total = 0.0
    for slot in range(offsets[actor], offsets[actor + 1]):
        other = neighbours[slot]
        if leads_on(search, actor, other, lengths[slot], slack):
            total += search.paths[actor] / search.paths[other] * (1.0 + dependency[other])
    return total
