"""Betweenness of large networks from sampled shortest paths, with a stated error."""

from __future__ import annotations

import math
from collections.abc import Hashable
from functools import partial

import numpy as np

from graphsvc.kernel.components import component_numbers
from graphsvc.kernel.compiled import F64, I32, I64, kernel
from graphsvc.kernel.distances import ties_from
from graphsvc.kernel.rows import Rows
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph

PARTS = 16
UNIVERSAL_CONSTANT = 0.5
"""The constant of the sample size, as estimated by Loeffler and Phillips (2009) and used by the source."""


def sampled_betweenness(
    graph: TieGraph, *, epsilon: float = 0.01, delta: float = 0.1, seed: int = 0
) -> dict[Hashable, float]:
    """Betweenness within `epsilon` of the exact one for all actors at once, with a chance of at least 1 - delta.

    On the scale of `networkx.betweenness_centrality(graph)` (normalized, every tie one step). Pairs of actors are drawn
    and one of their shortest paths each, found by searching from both ends. The same seed gives the same values on any
    number of cores.

    Args:
        graph: directed or undirected; attributes are not read.
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
    samples = sample_size(longest_path(graph), epsilon / scale, delta)
    bounds = np.linspace(0, samples, min(PARTS, samples) + 1).astype(np.int64).tolist()
    parts = list(zip(bounds, bounds[1:], strict=False))
    counts = sum(each(partial(_counts, graph, seed), parts), np.zeros(actors, dtype=np.int64))
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


def _counts(graph: TieGraph, seed: int, part: tuple[int, int]) -> I64:
    forward, back = graph.forward, graph.reverse_rows
    rows: tuple[I64, I32, I64, I32] = (forward.offsets, forward.neighbours, back.offsets, back.neighbours)
    return _sample(*rows, np.uint64(seed % 2**64), part[0], part[1])


@kernel
def _random(state: np.uint64) -> np.uint64:
    """Scrambles a counter (splitmix64, Steele, Lea and Flood 2014)."""
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


@kernel
def _draw(state: np.uint64) -> float:
    """A number from 0 up to 1 out of a state."""
    return float(_random(state) >> np.uint64(11)) * 1.1102230246251565e-16


@kernel
def _expand(
    offsets: I64, neighbours: I32, distance: I32, paths: F64, seen: I64, stamp: int, queue: I32, start: int, end: int
) -> int:
    """Adds the next level of a search; gives the new end of its queue."""
    count = end
    for place in range(start, end):
        actor = queue[place]
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            if seen[other] != stamp:
                seen[other] = stamp
                distance[other] = distance[actor] + 1
                paths[other] = paths[actor]
                queue[count] = other
                count += 1
            elif distance[other] == distance[actor] + 1:
                paths[other] += paths[actor]
    return count


@kernel
def _row_size(offsets: I64, queue: I32, start: int, end: int) -> int:
    size = 0
    for place in range(start, end):
        size += offsets[queue[place] + 1] - offsets[queue[place]]
    return size


@kernel
def _walk_back(
    offsets: I64, neighbours: I32, distance: I32, paths: F64, seen: I64, stamp: int, actor: int, state: np.uint64,
    counts: I64,
) -> np.uint64:  # fmt: skip
    """Follows one shortest path to where a search began, chosen evenly, counting the actors between."""
    while distance[actor] > 0:
        if distance[actor] >= 1:
            counts[actor] += 1
        state += np.uint64(0x9E3779B97F4A7C15)
        left = _draw(state) * paths[actor]
        chosen = -1
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            if seen[other] == stamp and distance[other] == distance[actor] - 1:
                chosen = other
                left -= paths[other]
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
    near = np.zeros(actors, np.int32)
    far = np.zeros(actors, np.int32)
    near_paths = np.zeros(actors)
    far_paths = np.zeros(actors)
    near_seen = np.full(actors, -1, np.int64)
    far_seen = np.full(actors, -1, np.int64)
    near_queue = np.empty(actors, np.int32)
    far_queue = np.empty(actors, np.int32)
    for sample in range(first, last):
        state = _random(seed + np.uint64(0x9E3779B97F4A7C15)) + np.uint64(sample) * np.uint64(0xD1342543DE82EF95)
        source = int(_draw(state + np.uint64(1)) * actors)
        target = int(_draw(state + np.uint64(2)) * (actors - 1))
        if target >= source:
            target += 1
        near_seen[source], near[source], near_paths[source], near_queue[0] = sample, 0, 1.0, source
        far_seen[target], far[target], far_paths[target], far_queue[0] = sample, 0, 1.0, target
        near_start, near_end, far_start, far_end = 0, 1, 0, 1
        meeting = 0.0
        new_start, new_end, from_near = 0, 0, True
        while near_end > near_start and far_end > far_start and meeting == 0.0:
            from_near = _row_size(offsets, near_queue, near_start, near_end) <= _row_size(
                back_offsets, far_queue, far_start, far_end
            )
            if from_near:
                new_end = _expand(offsets, neighbours, near, near_paths, near_seen, sample, near_queue, near_start, near_end)
                new_start = near_start = near_end
                near_end = new_end
                for place in range(new_start, new_end):
                    if far_seen[near_queue[place]] == sample:
                        meeting += near_paths[near_queue[place]] * far_paths[near_queue[place]]
            else:
                new_end = _expand(
                    back_offsets, back_neighbours, far, far_paths, far_seen, sample, far_queue, far_start, far_end
                )
                new_start = far_start = far_end
                far_end = new_end
                for place in range(new_start, new_end):
                    if near_seen[far_queue[place]] == sample:
                        meeting += near_paths[far_queue[place]] * far_paths[far_queue[place]]
        if meeting == 0.0:
            continue
        left = _draw(state + np.uint64(3)) * meeting
        chosen = -1
        queue = near_queue if from_near else far_queue
        for place in range(new_start, new_end):
            actor = queue[place]
            if near_seen[actor] == sample and far_seen[actor] == sample:
                chosen = actor
                left -= near_paths[actor] * far_paths[actor]
                if left < 0.0:
                    break
        state += np.uint64(3)
        ends_here = chosen == source or chosen == target
        state = _walk_back(
            back_offsets, back_neighbours, near, near_paths, near_seen, sample, chosen, state, counts
        )
        _walk_back(offsets, neighbours, far, far_paths, far_seen, sample, chosen, state, counts)
        # Both walks count the actor they begin at: take one off, and both off where that is an end of the path.
        if near[chosen] > 0 and far[chosen] > 0 and not ends_here:
            counts[chosen] -= 1
        elif ends_here:
            counts[chosen] -= 1
    return counts
