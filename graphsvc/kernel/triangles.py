"""The triangles of a network, each met once, and what is counted from them: clustering, transitivity, embeddedness."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from graphsvc.kernel.compiled import F64, I32, I64, kernel, sealed
from graphsvc.kernel.contacts import Contacts
from graphsvc.kernel.rows import Rows, twin_slots
from graphsvc.kernel.tiegraph import TieGraph


def triangles(G: TieGraph, nodes: Any = None) -> Any:
    """{actor: triangles that it is a corner of}; one number when `nodes` is one actor. Undirected networks."""
    sums = triangle_sums(G.forward, sealed(np.ones(G.forward.neighbours.size)))
    return _chosen(G, [round(value) for value in sums.tolist()], nodes)


def clustering(G: TieGraph, nodes: Any = None, weight: str | None = None) -> Any:
    """{actor: share of the pairs of its contacts that are tied}; 0.0 with fewer than two contacts.

    In a directed network the share of the directed triangles that its ties could form (Fagiolo 2007). With `weight`,
    the geometric mean of the three strengths, each over the largest (Onnela 2005). Both as `networkx.clustering`
    defines them. One number when `nodes` is one actor.
    """
    return _chosen(G, clustering_values(G, weight).tolist(), nodes)


def average_clustering(
    G: TieGraph,
    nodes: Any = None,
    weight: str | None = None,
    count_zeros: bool = True,
) -> float:
    """Mean clustering, over `nodes` if given; with `count_zeros` off, over those above zero only.

    Raises:
        ZeroDivisionError: there is nobody to take the mean of, as in networkx.
    """
    values = clustering_values(G, weight)
    if nodes is not None:
        values = values[[G.index[nodes]] if nodes in G else G.places(nodes)]
    if not count_zeros:
        values = values[np.abs(values) > 0]
    return float(values.sum()) / values.size


def transitivity(G: TieGraph) -> float:
    """Share of all pairs of ties at one actor that are closed to a triangle; 0 without any. Undirected networks."""
    degrees = G.forward.degrees()
    closed = 2 * triangle_sums(G.forward, sealed(np.ones(G.forward.neighbours.size))).sum()
    return float(closed) / int((degrees * (degrees - 1)).sum()) if closed else 0.0


def clustering_values(graph: TieGraph, weight: str | None = None) -> F64:
    """The clustering of every actor, in the order of the ids."""
    rows, sums = graph.either_way(closeness(graph, weight))
    return clustering_of(graph, rows, triangle_sums(rows, sums))


def closeness(graph: TieGraph, weight: str | None) -> F64:
    """What clustering multiplies of the three ties of a triangle: one number a tie."""
    return graph.totals(None) if weight is None else sealed(np.cbrt(graph.totals(weight) / _most(graph, weight)))


def clustering_of(graph: TieGraph, rows: Rows, sums: F64) -> F64:
    """The clustering of every actor, when its triangles' products are summed over the rows of either direction."""
    found = 2 * sums
    if graph.is_directed():
        total = graph.forward.degrees() + graph.reverse_rows.degrees()
        mutual = total - rows.degrees()
        pairs = (total * (total - 1) - 2 * mutual) * 2
    else:
        degrees = rows.degrees()
        pairs = degrees * (degrees - 1)
    values: F64 = np.divide(found, pairs, out=np.zeros(len(graph)), where=found != 0)
    return values


def embeddedness(graph: TieGraph) -> I32:
    """How many contacts the two ends of each tie have in common, in the order of `graph.ends()`.

    Contacts are others tied in either direction, each counted once. 0 for a bridge between circles.
    """
    contacts = Contacts.of(graph)
    order = upward(contacts.rows)
    common = np.zeros(contacts.rows.neighbours.size, dtype=np.int32)
    _common(order.offsets, order.neighbours, order.slots, common)
    return contacts.by_tie(graph, common, twin_slots(contacts.rows))


def _most(graph: TieGraph, weight: str) -> float:
    own = graph.own_totals(weight)
    largest = max(graph.totals(weight).max(initial=0.0), 0.0 if own is None else own.max(initial=0.0))
    return float(largest) or 1.0


def _chosen(graph: TieGraph, values: list[Any], nodes: Any) -> Any:
    if nodes is None:
        return dict(zip(graph.ids, values, strict=True))
    if nodes in graph:
        return values[graph.index[nodes]]
    return {graph.ids[place]: values[place] for place in graph.places(nodes).tolist()}


def triangle_sums(rows: Rows, values: F64) -> F64:
    """For each actor, the sum over its triangles of the product of the three values (one a slot, equal both ways)."""
    order = upward(rows)
    return _triangle_sums(order.offsets, order.neighbours, order.slots, values)


class Upward:
    """The slots that lead to a better connected neighbour (equal degree: to a higher number), by actor.

    In these rows a triangle is met once, from its least connected corner, and no row is longer than about the square
    root of the number of slots.
    """

    __slots__ = ("neighbours", "offsets", "slots")

    def __init__(self, offsets: I64, neighbours: I32, slots: I64) -> None:
        self.offsets, self.neighbours, self.slots = offsets, neighbours, slots

    def parts(self, number: int) -> list[tuple[int, int]]:
        """From which actor to which, with about the same number of slots in each of `number` parts."""
        bounds = np.searchsorted(self.offsets, np.linspace(0, self.slots.size, number + 1))
        bounds[0], bounds[-1] = 0, self.offsets.size - 1
        return list(pairwise(bounds.tolist()))


def upward(rows: Rows) -> Upward:
    """The upward rows of symmetric rows."""
    return Upward(*_upward(rows.offsets, rows.neighbours))


@kernel
def _upward(offsets: I64, neighbours: I32) -> tuple[I64, I32, I64]:
    actors = offsets.size - 1
    starts = np.zeros(actors + 1, np.int64)
    above = np.empty(neighbours.size // 2, np.int32)
    slots = np.empty(neighbours.size // 2, np.int64)
    found = 0
    for one in range(actors):
        degree = offsets[one + 1] - offsets[one]
        for slot in range(offsets[one], offsets[one + 1]):
            other = neighbours[slot]
            others = offsets[other + 1] - offsets[other]
            if degree < others or (degree == others and one < other):
                above[found] = other
                slots[found] = slot
                found += 1
        starts[one + 1] = found
    return starts, above, slots


@kernel
def _common(offsets: I64, neighbours: I32, slots: I64, common: I32) -> None:
    """In the upward slot of each pair, how many triangles it is in; 0 in the slots back."""
    actors = offsets.size - 1
    mark = np.full(actors, -1, np.int64)
    for low in range(actors):
        for place in range(offsets[low], offsets[low + 1]):
            mark[neighbours[place]] = slots[place]
        for place in range(offsets[low], offsets[low + 1]):
            middle = neighbours[place]
            for far in range(offsets[middle], offsets[middle + 1]):
                side = mark[neighbours[far]]
                if side >= 0:
                    common[slots[place]] += 1
                    common[side] += 1
                    common[slots[far]] += 1
        for place in range(offsets[low], offsets[low + 1]):
            mark[neighbours[place]] = -1


@kernel
def _triangle_sums(offsets: I64, neighbours: I32, slots: I64, values: F64) -> F64:
    actors = offsets.size - 1
    sums = np.zeros(actors)
    mark = np.zeros(actors)
    for low in range(actors):
        for place in range(offsets[low], offsets[low + 1]):
            mark[neighbours[place]] = values[slots[place]]
        for place in range(offsets[low], offsets[low + 1]):
            middle = neighbours[place]
            for far in range(offsets[middle], offsets[middle + 1]):
                top = neighbours[far]
                if mark[top] != 0.0:
                    product = mark[top] * values[slots[place]] * values[slots[far]]
                    sums[low] += product
                    sums[middle] += product
                    sums[top] += product
        for place in range(offsets[low], offsets[low + 1]):
            mark[neighbours[place]] = 0.0
    return sums
