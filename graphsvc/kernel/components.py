"""Which actors hang together: connected, weakly and strongly connected components."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import networkx as nx
import numpy as np

from graphsvc.kernel.compiled import I32, I64, kernel
from graphsvc.kernel.distances import ties_from
from graphsvc.kernel.tiegraph import TieGraph


def connected_components(G: TieGraph) -> Iterator[set[Hashable]]:
    """The actors of each component, in the order of their first actors; a directed network's weak components."""
    yield from _sets(G, component_numbers(G))


def number_connected_components(G: TieGraph) -> int:
    """How many components there are."""
    return int(component_numbers(G).max(initial=-1)) + 1


def is_connected(G: TieGraph) -> bool:
    """Whether everybody can be reached from everybody; raises networkx.NetworkXPointlessConcept without any actor."""
    _refuse_nothing(G)
    return number_connected_components(G) == 1


def node_connected_component(G: TieGraph, n: Hashable) -> set[Hashable]:
    """The actors of the component that `n` is in; raises KeyError when there is no such actor, as networkx does."""
    _, reached = ties_from(G.forward, G.index[n], len(G))
    ids = G.ids
    return {ids[place] for place in reached.tolist()}


weakly_connected_components = connected_components
number_weakly_connected_components = number_connected_components
is_weakly_connected = is_connected


def strongly_connected_components(G: TieGraph) -> Iterator[set[Hashable]]:
    """The actors of each strongly connected component, in the order in which Tarjan (1972) closes them."""
    yield from _sets(G, strong_numbers(G))


def number_strongly_connected_components(G: TieGraph) -> int:
    """How many strongly connected components there are."""
    return int(strong_numbers(G).max(initial=-1)) + 1


def is_strongly_connected(G: TieGraph) -> bool:
    """Whether there is a path from everybody to everybody."""
    _refuse_nothing(G)
    return number_strongly_connected_components(G) == 1


def component_numbers(graph: TieGraph) -> I64:
    """The number of each actor's component, from 0, in the order of their first actors; directions are ignored."""
    rows = graph.forward
    return _unite(rows.offsets, rows.neighbours)


def strong_numbers(graph: TieGraph) -> I64:
    """The number of each actor's strongly connected component, from 0, in the order in which they are closed."""
    rows = graph.forward
    return tarjan_numbers(rows.offsets, rows.neighbours)


def _refuse_nothing(graph: TieGraph) -> None:
    if not len(graph):
        raise nx.NetworkXPointlessConcept("Connectivity is undefined for the null graph.")


def _sets(graph: TieGraph, numbers: I64) -> Iterator[set[Hashable]]:
    order = np.argsort(numbers, kind="stable")
    ends = np.cumsum(np.bincount(numbers)) if numbers.size else np.zeros(0, dtype=np.int64)
    ids = graph.ids
    start = 0
    for end in ends.tolist():
        yield {ids[place] for place in order[start:end].tolist()}
        start = end


@kernel
def _unite(offsets: I64, neighbours: I32) -> I64:
    actors = offsets.size - 1
    parent = np.arange(actors)
    for actor in range(actors):
        for slot in range(offsets[actor], offsets[actor + 1]):
            one, other = actor, np.int64(neighbours[slot])
            while parent[one] != one:
                parent[one] = parent[parent[one]]
                one = parent[one]
            while parent[other] != other:
                parent[other] = parent[parent[other]]
                other = parent[other]
            if one < other:
                parent[other] = one
            else:
                parent[one] = other
    # The smallest actor of a component is its root, so it has its number before anybody else of it asks.
    numbers = np.empty(actors, np.int64)
    count = 0
    for actor in range(actors):
        if parent[actor] == actor:
            numbers[actor] = count
            count += 1
        else:
            parent[actor] = parent[parent[actor]]
            numbers[actor] = numbers[parent[actor]]
    return numbers


@kernel
def tarjan_numbers(offsets: I64, neighbours: I32) -> I64:
    """As `strong_numbers`, of rows of neighbours; no tie leads to a higher number."""
    actors = offsets.size - 1
    numbers = np.full(actors, -1, np.int64)
    seen = np.full(actors, -1, np.int64)
    low = np.zeros(actors, np.int64)
    slot = offsets[:-1].copy()
    path = np.empty(actors, np.int64)
    waiting = np.empty(actors, np.int64)
    clock = count = waits = 0
    for root in range(actors):
        deep = 0 if seen[root] < 0 else -1
        path[0] = root
        while deep >= 0:
            actor = path[deep]
            if seen[actor] < 0:
                seen[actor] = low[actor] = clock
                clock += 1
                waiting[waits] = actor
                waits += 1
            below = _go_down(offsets, neighbours, actor, slot, seen, low, numbers)
            if below >= 0:
                deep += 1
                path[deep] = below
                continue
            if low[actor] == seen[actor]:
                while waits and numbers[actor] < 0:
                    waits -= 1
                    numbers[waiting[waits]] = count
                count += 1
            deep -= 1
    return numbers


@kernel
def _go_down(offsets: I64, neighbours: I32, actor: int, slot: I64, seen: I64, low: I64, numbers: I64) -> int:
    """The next neighbour that is not seen yet, or -1; takes over the lowest number of those that are still open."""
    while slot[actor] < offsets[actor + 1]:
        other = int(neighbours[slot[actor]])
        if seen[other] < 0:
            return other
        if numbers[other] < 0:
            low[actor] = min(low[actor], low[other])
        slot[actor] += 1
    return -1
