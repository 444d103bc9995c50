"""Lengths of shortest paths: by number of ties, and along lengths (Dijkstra 1959)."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import I32, I64, kernel
from graphsvc.kernel.rows import Rows
from graphsvc.kernel.tiegraph import TieGraph

Distances = dict[Hashable, float | int]


def single_source_shortest_path_length(G: TieGraph, source: Hashable, cutoff: float | None = None) -> Distances:
    """{actor: ties on a shortest path from source}, nearest first, no farther than `cutoff`."""
    if source not in G:
        raise nx.NodeNotFound(f"Source {source} is not in G")
    return _by_ties(G, G.forward, source, cutoff)


def single_target_shortest_path_length(G: TieGraph, target: Hashable, cutoff: float | None = None) -> Distances:
    """{actor: ties on a shortest path to target}, nearest first, no farther than `cutoff`."""
    if target not in G:
        raise nx.NodeNotFound(f"Target {target} is not in G")
    return _by_ties(G, G.reverse_rows, target, cutoff)


def all_pairs_shortest_path_length(G: TieGraph, cutoff: float | None = None) -> Iterator[tuple[Hashable, Distances]]:
    """(actor, its single-source distances) for every actor in order."""
    for actor in G:
        yield actor, _by_ties(G, G.forward, actor, cutoff)


def single_source_dijkstra_path_length(
    G: TieGraph, source: Hashable, cutoff: float | None = None, weight: str = "weight"
) -> Distances:
    """{actor: length of a shortest path from source}, nearest first, no farther than `cutoff`."""
    return multi_source_dijkstra_path_length(G, {source}, cutoff, weight)


def multi_source_dijkstra_path_length(
    G: TieGraph, sources: Iterable[Hashable], cutoff: float | None = None, weight: str = "weight"
) -> Distances:
    """{actor: length of a shortest path from the nearest of sources}, nearest first."""
    starts = tuple(dict.fromkeys(sources))
    if not starts:
        raise ValueError("sources must not be empty")
    for start in starts:
        G.place(start)
    return _by_lengths(G, G.forward, starts, cutoff, weight)


def all_pairs_dijkstra_path_length(
    G: TieGraph, cutoff: float | None = None, weight: str = "weight"
) -> Iterator[tuple[Hashable, Distances]]:
    """(actor, its distances along lengths) for every actor in order."""
    for actor in G:
        yield actor, _by_lengths(G, G.forward, (actor,), cutoff, weight)


def dijkstra_path_length(G: TieGraph, source: Hashable, target: Hashable, weight: str = "weight") -> float | int:
    """Length of a shortest path; raises networkx.NetworkXNoPath when there is none."""
    G.place(source)
    if source == target:
        return 0
    found = _by_lengths(G, G.forward, (source,), None, weight)
    if target not in found:
        raise nx.NetworkXNoPath(f"Node {target} not reachable from {source}")
    return found[target]


def shortest_path_length(
    G: TieGraph,
    source: Hashable = None,
    target: Hashable = None,
    weight: str | None = None,
    method: str = "dijkstra",
) -> Any:
    """One length, {actor: length} of one source or to one target, or pairs of those for all; as in networkx."""
    if method not in ("dijkstra", "bellman-ford"):
        raise ValueError(f"method not supported: {method}")
    if source is None and target is None:
        return all_pairs_shortest_path_length(G) if weight is None else all_pairs_dijkstra_path_length(G, None, weight)
    if source is not None and target is not None:
        return _ties_between(G, source, target) if weight is None else dijkstra_path_length(G, source, target, weight)
    if source is not None:
        if weight is None:
            return single_source_shortest_path_length(G, source)
        return single_source_dijkstra_path_length(G, source, None, weight)
    if weight is None:
        return single_target_shortest_path_length(G, target)
    G.place(target)
    return _by_lengths(G, G.reverse_rows, (target,), None, weight)


def has_path(G: TieGraph, source: Hashable, target: Hashable) -> bool:
    """Whether there is any path from source to target."""
    try:
        _ties_between(G, source, target)
    except nx.NetworkXNoPath:
        return False
    return True


def ties_from(rows: Rows, start: int, most: int) -> tuple[I32, I64]:
    """(distance in ties of every actor or -1, the actors reached in order of distance)."""
    distance, reached, count = _breadth_first(rows.offsets, rows.neighbours, start, most)
    return distance, reached[:count]


def ties_from_any(rows: Rows, starts: I64) -> I32:
    """Ties on a shortest path from the nearest of `starts` to every actor, by place; -1: there is none."""
    distance = np.full(rows.offsets.size - 1, -1, dtype=np.int32)
    distance[starts] = 0
    edge = np.unique(starts)
    for step in range(1, distance.size):
        counts = rows.offsets[edge + 1] - rows.offsets[edge]
        skipped = np.repeat(rows.offsets[edge] - np.cumsum(counts) + counts, counts)
        found = rows.neighbours[skipped + np.arange(counts.sum())]
        edge = np.unique(found[distance[found] < 0]).astype(np.int64)
        if not edge.size:
            break
        distance[edge] = step
    return distance


def _ties_between(G: TieGraph, source: Hashable, target: Hashable) -> int:
    for what, actor in (("Source", source), ("Target", target)):
        if actor not in G:
            raise nx.NodeNotFound(f"{what} {actor} is not in G")
    distance, _ = ties_from(G.forward, G.place(source), len(G))
    ties = int(distance[G.place(target)])
    if ties < 0:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
    return ties


def _by_ties(G: TieGraph, rows: Rows, start: Hashable, cutoff: float | None) -> Distances:
    most = len(G) if cutoff is None or math.isinf(cutoff) else max(0, math.ceil(cutoff))
    distance, reached = ties_from(rows, G.place(start), most)
    ids = G.ids
    return dict(zip((ids[n] for n in reached.tolist()), distance[reached].tolist(), strict=True))


def _by_lengths(G: TieGraph, rows: Rows, starts: tuple[Hashable, ...], cutoff: float | None, weight: str) -> Distances:
    lengths = rows.along(G.lengths(weight))
    places = np.array([G.place(start) for start in starts], dtype=np.int64)
    most = math.inf if cutoff is None else float(cutoff)
    distance, reached, count = _dijkstra(rows.offsets, rows.neighbours, lengths, places, most)
    reached = reached[:count]
    ids = G.ids
    return dict(zip((ids[n] for n in reached.tolist()), distance[reached].tolist(), strict=True))


@kernel
def _breadth_first(offsets: I64, neighbours: I32, start: int, most: int) -> tuple[I32, I64, int]:
    actors = offsets.size - 1
    distance = np.full(actors, -1, np.int32)
    reached = np.empty(actors, np.int64)
    distance[start] = 0
    reached[0] = start
    count = 1
    place = 0
    while place < count:
        actor = reached[place]
        place += 1
        if distance[actor] >= most:
            break
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            if distance[other] < 0:
                distance[other] = distance[actor] + 1
                reached[count] = other
                count += 1
    return distance, reached, count


@kernel
def push(costs: NDArray[Any], actors: I64, size: int, cost: Any, actor: int) -> int:
    """Adds to a binary heap that is kept in two arrays; gives its new size."""
    place = size
    while place > 0:
        parent = (place - 1) >> 1
        if costs[parent] <= cost:
            break
        costs[place] = costs[parent]
        actors[place] = actors[parent]
        place = parent
    costs[place] = cost
    actors[place] = actor
    return size + 1


@kernel
def pop(costs: NDArray[Any], actors: I64, size: int) -> int:
    """Takes the least off a binary heap that is kept in two arrays; gives its new size."""
    size -= 1
    cost = costs[size]
    actor = actors[size]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and costs[child + 1] < costs[child]:
            child += 1
        if costs[child] >= cost:
            break
        costs[place] = costs[child]
        actors[place] = actors[child]
        place = child
    costs[place] = cost
    actors[place] = actor
    return size


@kernel
def _dijkstra(
    offsets: I64, neighbours: I32, lengths: NDArray[Any], starts: I64, most: float
) -> tuple[NDArray[Any], I64, int]:
    actors = offsets.size - 1
    distance = np.zeros(actors, lengths.dtype)
    state = np.zeros(actors, np.int8)
    reached = np.empty(actors, np.int64)
    costs = np.empty(neighbours.size + starts.size, lengths.dtype)
    waiting = np.empty(neighbours.size + starts.size, np.int64)
    size = 0
    for start in starts:
        state[start] = 1
        size = push(costs, waiting, size, distance[start], start)
    nobody = np.zeros(0, np.bool_)
    count = settle(offsets, neighbours, lengths, nobody, most, distance, state, reached, costs, waiting, size)
    return distance, reached, count


@kernel
def settle(
    offsets: I64, neighbours: I32, lengths: NDArray[Any], blocked: NDArray[np.bool_], most: float,
    distance: NDArray[Any], state: NDArray[np.int8], reached: I64, costs: NDArray[Any], waiting: I64, size: int,
) -> int:  # fmt: skip
    """Reaches everybody within `most` of the `size` actors that wait, nearest first (Dijkstra 1959); how many.

    `state`: 0 not seen, 1 waiting, 2 settled. `blocked` actors are passed over; an empty array: nobody is.
    """
    count = 0
    while size:
        actor = waiting[0]
        size = pop(costs, waiting, size)
        if state[actor] == 2:
            continue
        state[actor] = 2
        reached[count] = actor
        count += 1
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            cost = distance[actor] + lengths[slot]
            if state[other] == 2 or cost > most or (blocked.size and blocked[other]):
                continue
            if state[other] == 0 or cost < distance[other]:
                state[other] = 1
                distance[other] = cost
                size = push(costs, waiting, size, cost, other)
    return count
