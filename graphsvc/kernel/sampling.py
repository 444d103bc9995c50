"""Betweenness of large networks from sampled shortest paths, with a stated error."""

from __future__ import annotations

import math
from collections.abc import Hashable
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.betweenness import betweenness_centrality
from graphsvc.kernel.compiled import F64, I32, I64, kernel
from graphsvc.kernel.components import component_numbers
from graphsvc.kernel.distances import ties_from
from graphsvc.kernel.length_sampling import count_on_routes
from graphsvc.kernel.randomness import STEP, draw, drawn_pair
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph

PARTS = 16
UNIVERSAL_CONSTANT = 0.5
"""The constant of the sample size, as estimated by Loeffler and Phillips (2009) and used by the source."""


def sampled_betweenness(
    graph: TieGraph, *, weight: str | None = None, epsilon: float = 0.01, delta: float = 0.1, seed: int = 0
) -> dict[Hashable, float]:
    """Betweenness within `epsilon` of the exact one for all actors at once, with a chance of at least 1 - delta.

    On the scale of `networkx.betweenness_centrality(graph, weight=weight)`, normalized. Pairs of actors are drawn and
    one of their shortest paths each; where every tie is one step, by searching from both ends. Along lengths a path
    costs as much as all paths of one actor do, so with fewer actors than paths to draw the values are exact. The same
    seed gives the same values on any number of cores.

    Args:
        graph: directed or undirected.
        weight: "length": the lengths of ties, above zero; None: every tie is one step.
        epsilon: largest absolute error, above 0 and below 1.
        delta: chance that some actor's error is larger, above 0 and below 1.
        seed: chooses the sample.

    Raises:
        ValueError: epsilon or delta is not between 0 and 1.

    Source:
        Riondato and Kornaropoulos (2016), Data Mining and Knowledge Discovery 30, 438-475.
    """
    if not (0 < epsilon < 1 and 0 < delta < 1):
        raise ValueError("epsilon and delta must lie between 0 and 1.")
    actors = len(graph)
    if actors < 3:
        return dict.fromkeys(graph, 0.0)
    # The source counts all ordered pairs; networkx those without the actor itself.
    scale = actors / (actors - 2)
    lengths = None if weight is None else graph.lengths(weight)
    longest = longest_path(graph) if lengths is None else int(np.bincount(component_numbers(graph)).max())
    samples = sample_size(longest, epsilon / scale, delta)
    if lengths is not None and samples >= actors:
        return betweenness_centrality(graph, weight=weight)
    bounds = np.linspace(0, samples, min(PARTS, samples) + 1).astype(np.int64).tolist()
    parts = list(pairwise(bounds))
    counts = sum(each(partial(_counts, graph, lengths, seed), parts), np.zeros(actors, dtype=np.int64))
    return dict(zip(graph.ids, (counts * (scale / samples)).tolist(), strict=True))


def sample_size(vertex_diameter: int, epsilon: float, delta: float) -> int:
    """How many paths to draw when no shortest path has more actors than `vertex_diameter`."""
    dimension = math.floor(math.log2(vertex_diameter - 2)) + 1 if vertex_diameter > 2 else 1
    return math.ceil(UNIVERSAL_CONSTANT / epsilon**2 * (dimension + math.log(1 / delta)))


def longest_path(graph: TieGraph) -> int:
    """A number of actors that no shortest path exceeds; undirected at most twice too large."""
    numbers = component_numbers(graph)
    sizes = np.bincount(numbers)
    if graph.is_directed():
        return int(sizes.max())
    longest = 1
    first = np.unique(numbers, return_index=True)[1]
    for component in np.argsort(-sizes, kind="stable").tolist():
        if sizes[component] <= longest:
            break
        distance, reached = ties_from(graph.forward, int(first[component]), len(graph))
        farthest = distance[reached[-2:]]
        longest = max(longest, min(int(farthest.sum()) + 1, int(sizes[component])))
    return longest


def _counts(graph: TieGraph, lengths: NDArray[Any] | None, seed: int, part: tuple[int, int]) -> I64:
    if lengths is not None:
        return count_on_routes(graph, lengths, seed, part)
    forward, back = graph.forward, graph.reverse_rows
    rows: tuple[I64, I32, I64, I32] = (forward.offsets, forward.neighbours, back.offsets, back.neighbours)
    return _sample(*rows, np.uint64(seed % 2**64), part[0], part[1])


class Side(NamedTuple):
    """A breadth-first search from one end of a pair; what `seen` does not stamp with the sample's number is stale."""

    distance: I32
    paths: F64
    seen: I64
    queue: I32


@kernel
def _new_side(actors: int) -> Side:
    return Side(np.zeros(actors, np.int32), np.zeros(actors), np.full(actors, -1, np.int64), np.empty(actors, np.int32))


@kernel
def _place_at(side: Side, actor: int, sample: int) -> None:
    side.distance[actor] = 0
    side.paths[actor] = 1.0
    side.seen[actor] = sample
    side.queue[0] = actor


@kernel
def _expand(offsets: I64, neighbours: I32, side: Side, sample: int, start: int, end: int) -> int:
    """Adds the next level of a search to its queue; gives the queue's new end."""
    count = end
    for place in range(start, end):
        actor = side.queue[place]
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            if side.seen[other] != sample:
                side.seen[other] = sample
                side.distance[other] = side.distance[actor] + 1
                side.paths[other] = side.paths[actor]
                side.queue[count] = other
                count += 1
            elif side.distance[other] == side.distance[actor] + 1:
                side.paths[other] += side.paths[actor]
    return count


@kernel
def _slots(offsets: I64, side: Side, start: int, end: int) -> int:
    size = 0
    for place in range(start, end):
        size += offsets[side.queue[place] + 1] - offsets[side.queue[place]]
    return size


@kernel
def _meeting(side: Side, other: Side, sample: int, start: int, end: int) -> float:
    """Number of shortest paths over the actors that a new level of one side shares with the other side."""
    paths = 0.0
    for place in range(start, end):
        actor = side.queue[place]
        if other.seen[actor] == sample:
            paths += side.paths[actor] * other.paths[actor]
    return paths


@kernel
def _chosen_meeting(side: Side, other: Side, sample: int, start: int, end: int, left: float) -> int:
    chosen = -1
    for place in range(start, end):
        actor = side.queue[place]
        if other.seen[actor] == sample:
            chosen = actor
            left -= side.paths[actor] * other.paths[actor]
            if left < 0.0:
                break
    return chosen


@kernel
def _walk_back(
    offsets: I64, neighbours: I32, side: Side, sample: int, actor: int, state: np.uint64, counts: I64
) -> np.uint64:
    """Follows one shortest path, chosen evenly, to where the search began; counts all its actors but that last one."""
    while side.distance[actor] > 0:
        counts[actor] += 1
        state += STEP
        left = draw(state) * side.paths[actor]
        chosen = -1
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            if side.seen[other] == sample and side.distance[other] == side.distance[actor] - 1:
                chosen = other
                left -= side.paths[other]
                if left < 0.0:
                    break
        actor = chosen
    return state


@kernel
def _sample(
    offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, seed: np.uint64, first: int, last: int
) -> I64:
    actors = offsets.size - 1
    counts = np.zeros(actors, np.int64)
    near, far = _new_side(actors), _new_side(actors)
    for sample in range(first, last):
        state, source, target = drawn_pair(seed, sample, actors)
        _place_at(near, source, sample)
        _place_at(far, target, sample)
        near_start, near_end, far_start, far_end = 0, 1, 0, 1
        paths = 0.0
        is_near = True
        while near_end > near_start and far_end > far_start and paths == 0.0:
            is_near = _slots(offsets, near, near_start, near_end) <= _slots(back_offsets, far, far_start, far_end)
            if is_near:
                end = _expand(offsets, neighbours, near, sample, near_start, near_end)
                near_start, near_end = near_end, end
                paths = _meeting(near, far, sample, near_start, near_end)
            else:
                end = _expand(back_offsets, back_neighbours, far, sample, far_start, far_end)
                far_start, far_end = far_end, end
                paths = _meeting(far, near, sample, far_start, far_end)
        if paths == 0.0:
            continue
        state += STEP
        left = draw(state) * paths
        if is_near:
            middle = _chosen_meeting(near, far, sample, near_start, near_end, left)
        else:
            middle = _chosen_meeting(far, near, sample, far_start, far_end, left)
        state = _walk_back(back_offsets, back_neighbours, near, sample, middle, state, counts)
        _walk_back(offsets, neighbours, far, sample, middle, state, counts)
        # Both walks count the actor where they meet: once too often, or once when it is an end of the path.
        counts[middle] -= 1
    return counts
