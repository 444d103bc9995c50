"""Harmonic centrality: how near everybody is to an actor. Exact, along lengths, and from a sample with its error."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from functools import partial
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64, kernel
from graphsvc.kernel.distances import push, settle
from graphsvc.kernel.lanes import LANES, PARTS, Field, found_sums
from graphsvc.kernel.reach import Way, field_towards
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph

_ROUNDS = 12
_FIRST_SAMPLE = 4 * LANES


def harmonic_centrality(
    G: TieGraph,
    nbunch: Iterable[Hashable] | Hashable | None = None,
    distance: str | None = None,
    sources: Iterable[Hashable] | Hashable | None = None,
) -> dict[Hashable, float]:
    """Sum over all others (or `sources`) of 1 / distance to the actor, as networkx defines it: inward, not normalised.

    Who does not reach the actor adds nothing. With `distance`, lengths of ties; others at length zero add nothing.

    Source:
        Boldi and Vigna (2014), Internet Mathematics 10(3-4), 222-262.
    """
    starts = np.arange(len(G)) if sources is None else _chosen(G, sources)
    values = harmonic_sums(G, starts) if distance is None else _along_lengths(G, starts, G.lengths(distance))
    chosen = range(len(G)) if nbunch is None else _chosen(G, nbunch).tolist()
    ids = G.ids
    return {ids[place]: float(values[place]) for place in chosen}


def harmonic_sums(graph: TieGraph, sources: I64, *, way: Way = Way.IN) -> F64:
    """Sum of 1 / (ties from each of `sources` to the actor), by place; `Way.OUT`: from the actor to each of them."""
    return _sums(field_towards(graph, way), sources)


def scale_for(count: int) -> int:
    """What stands for 1 in a sum of `count` whole numbers of 63 bits."""
    return 1 << (61 - max(1, count).bit_length())


def sampled_harmonic(
    graph: TieGraph, *, epsilon: float = 0.01, delta: float = 0.1, seed: int = 0, way: Way = Way.IN
) -> dict[Hashable, float]:
    """Normalised harmonic centrality within `epsilon` of the exact one for all actors, with a chance of 1 - delta.

    On the scale of `harmonic_centrality(graph)[actor] / (n - 1)`, inward unless `way` says otherwise. Those at one tie
    are counted, the others estimated from actors drawn with replacement, more of them until the empirical Bernstein
    bound of every actor is below epsilon. When drawing would cost as much as counting everybody, the values are exact.
    The same seed gives the same values on any number of cores. Fewer than two actors: 0.

    Raises:
        ValueError: epsilon or delta is not between 0 and 1.

    Source:
        Audibert, Munos and Szepesvari (2009), Theoretical Computer Science 410, 1876-1902 (the bound).
    """
    if not (0 < epsilon < 1 and 0 < delta < 1):
        raise ValueError("epsilon and delta must lie between 0 and 1.")
    actors = len(graph)
    if actors < 2:
        return dict.fromkeys(graph, 0.0)
    values = _estimated(field_towards(graph, way), epsilon, delta, np.random.default_rng(seed))
    return dict(zip(graph.ids, values.tolist(), strict=True))


def _sums(field: Field, sources: I64) -> F64:
    scale = scale_for(sources.size)
    sums, _ = found_sums(field, sources, most=len(field), scale=scale, by_distance=True)
    return sums / scale


def _estimated(field: Field, epsilon: float, delta: float, random: np.random.Generator) -> F64:
    actors = len(field)
    near: F64 = field.back.degrees()[field.place].astype(np.float64)
    scale = scale_for(actors)
    sums, squares = np.zeros((2, actors), dtype=np.int64)
    drawn, more = 0, _FIRST_SAMPLE
    # One bound holds for every actor and every round.
    logarithm = math.log(3 * actors * _ROUNDS / delta)
    for _ in range(_ROUNDS):
        if drawn + more >= actors:
            break
        starts = random.integers(0, actors, more)
        new, new_squares = found_sums(field, starts, first=2, most=actors, scale=scale, by_distance=True)
        sums, squares, drawn = sums + new, squares + new_squares, drawn + more
        mean = sums / (scale * drawn)
        spread = np.maximum(squares / (scale * drawn) - mean**2, 0)
        # Nobody but those at one tie is nearer than two: what is drawn lies between 0 and 1/2.
        bound = np.sqrt(2 * spread * logarithm / drawn) + 3 * 0.5 * logarithm / drawn
        widen = actors / (actors - 1)
        if bound.max() * widen <= epsilon:
            found: F64 = near / (actors - 1) + mean * widen
            return found
        more = drawn
    return _sums(field, np.arange(actors)) / (actors - 1)


def _chosen(graph: TieGraph, actors: Any) -> I64:
    """Those of `actors` (one, or several) who are in the graph, in its order."""
    some = [actors] if actors in graph else actors
    if not isinstance(some, Iterable):
        raise nx.NetworkXError(f"Node {actors} is not in the graph.")
    return np.sort(graph.places(some))


def _along_lengths(graph: TieGraph, sources: I64, lengths: NDArray[Any]) -> F64:
    forward = graph.forward
    total = np.zeros(len(graph))
    if not sources.size:
        return total
    work = partial(_near_by_length, forward.offsets, forward.neighbours, forward.along(lengths))
    for part in each(work, np.array_split(sources, min(PARTS, sources.size))):
        total += part
    return total


def _near_by_length(offsets: I64, neighbours: I32, lengths: NDArray[Any], sources: I64) -> F64:
    total = np.zeros(offsets.size - 1)
    add_by_length(offsets, neighbours, lengths, sources.astype(np.int64), np.zeros(0, dtype=np.bool_), total)
    return total


@kernel
def add_by_length(
    offsets: I64, neighbours: I32, lengths: NDArray[Any], sources: I64, blocked: NDArray[np.bool_], near: F64
) -> None:
    """Adds 1 / length of a shortest path from every source (Dijkstra 1959) to everybody whom it reaches."""
    actors = offsets.size - 1
    distance = np.zeros(actors, lengths.dtype)
    state = np.zeros(actors, np.int8)
    reached = np.empty(actors, np.int64)
    costs = np.empty(neighbours.size + 1, lengths.dtype)
    waiting = np.empty(neighbours.size + 1, np.int64)
    for source in sources:
        distance[source] = 0
        state[source] = 1
        size = push(costs, waiting, 0, distance[source], source)
        count = settle(offsets, neighbours, lengths, blocked, math.inf, distance, state, reached, costs, waiting, size)
        for entry in range(count):
            actor = reached[entry]
            state[actor] = 0
            if distance[actor] > 0:
                near[actor] += 1.0 / distance[actor]
