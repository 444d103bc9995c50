"""What adding each single actor to a set would be worth, for all actors at once: the step of every search for sets.

A goal scores sets by whole numbers, the higher the better, so that equal sets are equal. Its `adding(base)` gives the
score of the base with each further actor, by place, and `NOT` for members of the base and for who is no candidate.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.betweenness import dependencies
from graphsvc.kernel.compiled import I32, I64, kernel
from graphsvc.kernel.cuts import cuts_of, simple_rows
from graphsvc.kernel.harmonic import harmonic_sums, sampled_harmonic
from graphsvc.kernel.key_player_values import field_from
from graphsvc.kernel.lanes import FARTHEST, PARTS, U16, add_sums, found_distances
from graphsvc.kernel.reach import Way, field_towards, reach
from graphsvc.kernel.sampling import sampled_betweenness
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph

NOT = np.iinfo(np.int64).min
MATRIX = 50_000_000
"""The largest number of distances that are kept: those from every candidate to everybody."""
EXACT_NEARNESS = 20_000
"""Above so many actors, those best by themselves are found by sampled measures."""
DRAWN = 1024
"""From so many actors distances are measured while a set is sought in a network of more."""
STEPS = 2_000_000_000
"""About so many compiled steps may be spent on the choice among candidates of one greedy search; some seconds."""
_LEVELS = 4
_WORTH_THREADS = 2_000_000


class Goal(Protocol):
    """A way to score sets.

    Attributes:
        candidates: how many actors may be members.
        cost: about how many compiled steps one `adding` takes.
    """

    candidates: int
    cost: int

    def adding(self, base: I64) -> I64:
        """The score of `base` with each further actor, by place; NOT: cannot be added."""
        ...


class Fragment:
    """Fewest pairs of the others still connected; one depth-first search scores all."""

    def __init__(self, graph: TieGraph) -> None:
        self._rows = simple_rows(graph)
        self.candidates = len(graph)
        self.cost = 16 * (len(graph) + self._rows.neighbours.size)

    def adding(self, base: I64) -> I64:
        connected = cuts_of(self._rows, base).connected
        scores: I64 = np.where(connected < 0, NOT, -connected)
        return scores


class Distance:
    """Least sum of 1 / distance between the others, from `DRAWN` of them when there are more."""

    def __init__(self, graph: TieGraph, k: int, seed: int) -> None:
        actors = len(graph)
        self._field = field_towards(graph, Way.IN)
        self._starts = np.arange(actors)
        if actors > DRAWN:
            self._starts = np.sort(np.random.default_rng(seed).choice(actors, DRAWN, replace=False))
        one = max(1, _LEVELS * self._starts.size * (actors + graph.forward.neighbours.size) // 64)
        affordable = max(2 * k, 10, STEPS // (2 * max(1, k) * one))
        self._chosen = np.arange(actors) if actors <= affordable else _most_between(graph, affordable, seed)
        self._scale = 1 << max(16, 61 - 2 * max(1, actors).bit_length())
        self.candidates = self._chosen.size
        self.cost = self.candidates * one

    def adding(self, base: I64) -> I64:
        scores = np.full(len(self._field), NOT)
        place, blocked = self._field.place, self._field.blocking(base)
        free = np.setdiff1d(self._chosen, base)
        parts = _parts(place[free], self.cost)
        work = partial(_left_near, *self._field.arrays(), blocked, place[self._starts], self._scale)
        scores[free] = -np.concatenate(each(work, parts))
        return scores


class Cover:
    """Most worth of whom the set is near to: each actor counts by its distance from the nearest member.

    Within `steps` ties everybody counts one; without steps, 1 / distance. Members count one.
    """

    def __init__(self, graph: TieGraph, way: Way, steps: int | None, seed: int) -> None:
        actors = len(graph)
        most = min(actors, max(1, MATRIX // max(1, actors)))
        self._chosen = np.arange(actors) if actors <= most else _nearest_alone(graph, way, steps, most, seed)
        self._graph, self._way, self._most = graph, way, steps
        self._actors = actors
        self.candidates = self._chosen.size
        self.cost = self.candidates * actors

    @cached_property
    def _distances(self) -> U16:
        most = FARTHEST - 1 if self._most is None else min(self._most, FARTHEST - 1)
        return found_distances(field_from(self._graph, self._way), self._chosen, most=most)

    @cached_property
    def _worth(self) -> I64:
        """What each distance is worth; FARTHEST, that is out of reach, nothing."""
        ties = np.arange(FARTHEST + 1)
        if self._most is not None:
            within: I64 = (ties < FARTHEST).astype(np.int64)
            return within
        scale = 1 << (61 - max(1, self._actors).bit_length())
        worth: I64 = (2 * scale + ties) // (2 * np.maximum(ties, 1))
        worth[FARTHEST] = 0
        worth[0] = scale
        return worth

    def adding(self, base: I64) -> I64:
        scores = np.full(self._actors, NOT)
        rows = np.searchsorted(self._chosen, base)
        covered = self._distances[rows].min(axis=0) if base.size else np.full(self._actors, FARTHEST, np.uint16)
        free = np.flatnonzero(~np.isin(self._chosen, base))
        parts = _parts(free, self.cost)
        work = partial(_covered, self._distances, covered, self._worth)
        scores[self._chosen[free]] = np.concatenate(each(work, parts))
        return scores


def _parts(some: I64, cost: int) -> list[I64]:
    """Little work stays in one part: starting threads would take longer."""
    return [some] if cost < _WORTH_THREADS else np.array_split(some, min(PARTS, max(1, some.size)))


def _most_between(graph: TieGraph, count: int, seed: int) -> I64:
    """Who lies on most shortest routes: whose leaving can lengthen many distances."""
    actors = len(graph)
    if actors <= EXACT_NEARNESS // 4:
        scores = dependencies(graph, np.arange(actors), None, endpoints=False)
    else:
        scores = np.fromiter(sampled_betweenness(graph, seed=seed).values(), np.float64, actors)
    return _best(scores, count)


def _nearest_alone(graph: TieGraph, way: Way, steps: int | None, count: int, seed: int) -> I64:
    actors = len(graph)
    if steps is not None:
        return _best(reach(graph, steps=steps, way=way), count)
    if actors <= EXACT_NEARNESS:
        return _best(harmonic_sums(graph, np.arange(actors), way=way), count)
    return _best(np.fromiter(sampled_harmonic(graph, seed=seed, way=way).values(), np.float64, actors), count)


def _best(scores: NDArray[Any], count: int) -> I64:
    best: I64 = np.sort(np.argsort(-scores, kind="stable")[:count])
    return best


@kernel
def _covered(distances: U16, covered: U16, worth: I64, rows: I64) -> I64:
    totals = np.zeros(rows.size, np.int64)
    for place in range(rows.size):
        row = rows[place]
        total = 0
        for actor in range(covered.size):
            total += worth[min(covered[actor], distances[row, actor])]
        totals[place] = total
    return totals


@kernel
def _left_near(
    offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, blocked: NDArray[np.bool_], starts: I64,
    scale: int, chosen: I64,
) -> I64:  # fmt: skip
    """Sum of scale / distance from the starts who are left, without the blocked and each of the chosen in turn."""
    actors = offsets.size - 1
    totals = np.zeros(chosen.size, np.int64)
    sums = np.zeros(actors, np.int64)
    squares = np.zeros(actors, np.int64)
    gone = blocked.copy()
    left = np.empty(starts.size, np.int64)
    for place in range(chosen.size):
        gone[chosen[place]] = True
        count = 0
        for start in starts:
            if not gone[start]:
                left[count] = start
                count += 1
        sums[:] = 0
        squares[:] = 0
        add_sums(
            offsets,
            neighbours,
            back_offsets,
            back_neighbours,
            left[:count],
            gone,
            1,
            actors,
            scale,
            True,
            sums,
            squares,
        )
        totals[place] = sums.sum()
        gone[chosen[place]] = False
    return totals
