"""Small networks and questions about their routes, and the answers by trying all routes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.routes import Distinct, FoundRoute, introduction_routes
from graphsvc.kernel.tiegraph import TieGraph

Ties = Sequence[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A network and a question about its routes."""

    graph: TieGraph
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    k: int
    longest: int
    blocked: NDArray[np.bool_] | None
    via: tuple[int, ...]

    def answer(self, distinct: Distinct = Distinct.NONE) -> tuple[FoundRoute, ...]:
        return introduction_routes(
            self.graph,
            self.sources,
            self.targets,
            k=self.k,
            longest=self.longest,
            distinct=distinct,
            blocked=self.blocked,
            via=self.via,
        )

    def between(self, sources: tuple[int, ...], targets: tuple[int, ...]) -> Asked:
        return replace(self, sources=sources, targets=targets)

    def without_vias(self) -> Asked:
        return replace(self, via=())

    def by_trying_all(self, distinct: Distinct = Distinct.NONE) -> tuple[FoundRoute, ...]:
        key = {
            Distinct.NONE: lambda route: route,
            Distinct.FIRST_STEP: lambda route: route[1],
            Distinct.LAST_INTRODUCER: lambda route: route[-2],
        }[distinct]
        first: dict[object, FoundRoute] = {}
        for length, _, _, route in sorted(every_route(self)):
            first.setdefault(key(route), FoundRoute(route, length))
        return tuple(first.values())[: self.k]


def every_route(asked: Asked) -> Iterator[tuple[int, int, int, tuple[int, ...]]]:
    """(length, longest tie, ties, actors) of every simple route that the question allows, in no order."""
    lengths = lengths_of(asked.graph)
    tied_to: dict[int, list[int]] = {}
    for one, other in lengths:
        tied_to.setdefault(one, []).append(other)
    waiting: list[tuple[int, ...]] = [(source,) for source in asked.sources]
    while waiting:
        route = waiting.pop()
        for other in tied_to.get(route[-1], ()):
            if other in route or other in asked.sources:
                continue
            longer = (*route, other)
            if other in asked.targets:
                if tuple(actor for actor in longer if actor in asked.via) == asked.via:
                    steps = [lengths[step] for step in pairwise(longer)]
                    yield sum(steps), max(steps), len(steps), longer
            elif len(route) < asked.longest and (asked.blocked is None or not asked.blocked[other]):
                waiting.append(longer)


def lengths_of(graph: TieGraph) -> dict[tuple[int, int], int]:
    ego, alter = graph.ends()
    lengths = dict(zip(zip(ego.tolist(), alter.tolist(), strict=True), graph.lengths("length").tolist(), strict=True))
    return lengths if graph.is_directed() else {**lengths, **{(b, a): length for (a, b), length in lengths.items()}}


def tied(actors: int, ties: Ties, *, directed: bool = False, with_lengths: bool = True) -> TieGraph:
    ego, alter, length = np.array([*ties], dtype=np.int64).reshape(-1, 3).T
    return TieGraph.from_arrays(range(actors), ego, alter, directed=directed, length=length if with_lengths else None)


def question(chance: random.Random) -> Asked:
    """A small network with parallel ties, self-ties, both-way ties, parts, equal lengths; and a question on it."""
    actors = chance.randint(2, 10)
    longest_tie = chance.choice([1, 2, 3, 50])
    ties = [
        (chance.randrange(actors), chance.randrange(actors), chance.randint(1, longest_tie))
        for _ in range(chance.randint(0, 4 * actors))
    ]
    graph = tied(actors, ties, directed=chance.random() < 0.6, with_lengths=chance.random() < 0.85)
    order = chance.sample(range(actors), actors)
    first = chance.randint(1, max(1, min(3, actors - 1)))
    last = first + chance.randint(1, max(1, min(3, actors - first)))
    return Asked(
        graph,
        tuple(order[:first]),
        tuple(order[first:last]),
        k=chance.choice([1, 2, 3, 5, 20, 100]),
        longest=chance.randint(1, 6),
        blocked=np.array([chance.random() < 0.3 for _ in range(actors)]) if chance.random() < 0.5 else None,
        via=tuple(order[last : last + chance.choice([0, 0, 0, 1, 2])]),
    )
