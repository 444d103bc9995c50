"""Communities: groups of actors with more ties inside than their numbers of ties let expect, and how sure each is.

The value of a division is its modularity (Newman and Girvan 2004) with a resolution r: the share of all ties that are
inside groups, less r times the share that would be if every actor kept its number of ties and they fell at random. It
is made as large as the Leiden method can (Traag, Waltman and van Eck 2019): every group is connected. A directed
network counts by the sum of both directions.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

import numpy as np
from numpy.typing import ArrayLike

from graphsvc.kernel.compiled import F64, I32, I64, sealed
from graphsvc.kernel.leiden import Level, aggregate, connected, move, numbered, refine, shuffled, worth
from graphsvc.kernel.rows import Rows, chosen_slots
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph

RUNS = 20
LEAST_GAIN, PATIENCE, ROUNDS = 1e-9, 5, 100
"""The method starts again from what it found until so many times in a row added nothing, or for ROUNDS times."""
SMALL, ROUNDS_OF_LARGE, LARGE = 20_000, 2, 200_000
"""With more than SMALL ties it stops at the first time that adds nothing; with more than LARGE there are two rounds:
a third adds about 0.00001 and half of the time."""
_SEEDS = 2**64


@dataclass(frozen=True, slots=True)
class Communities:
    """The best division of several runs.

    Attributes:
        group: the number of each actor's group, in the order of the ids: 1 is the largest, equal ones by least member.
        certainty: for each actor, the share of the runs in which it is in one group with more than half of its final
            group (itself counted); at least 1 / runs. That others are in it too does not lower it.
        modularity: of this division; NaN without any tie.
        runs: how many there were.
    """

    group: I64
    certainty: F64
    modularity: float
    runs: int

    @property
    def sizes(self) -> I64:
        """How many actors each group has, in the order of their numbers."""
        return np.bincount(self.group)[1:]


def communities(
    graph: TieGraph, *, weight: str | None = None, resolution: float = 1.0, runs: int = RUNS, seed: int = 0
) -> Communities:
    """The best of `runs` divisions of a network into communities, and how far the runs agree with it.

    Each run visits the actors in another order, drawn from `seed`; the first run of the largest modularity wins. The
    same on any number of cores. Actors without ties are groups of one.

    Args:
        graph: undirected, or directed (both directions are added up).
        weight: name of the strength of ties; None: they count one.
        resolution: above 1 more and smaller groups, below 1 fewer and larger ones.
        runs: at least 1.
        seed: chooses the orders.

    Raises:
        ValueError: resolution is not a finite number above zero, or runs is below 1.
    """
    if not (math.isfinite(resolution) and resolution > 0):
        raise ValueError("resolution must be a finite number above zero.")
    if runs < 1:
        raise ValueError("runs must be 1 or more.")
    rows, values = _tied(graph, weight)
    found = each(partial(_one_run, rows, values, resolution), [seed * runs + run for run in range(runs)])
    values_of = [_modularity(rows, values, group, resolution) for group in found]
    best = 0 if math.isnan(values_of[0]) else values_of.index(max(values_of))
    group = _by_size(found[best])
    return Communities(group, certainty(group, found), values_of[best], runs)


def certainty(group: I64, others: Sequence[I32 | I64]) -> F64:
    """For each actor, the share of the divisions `others` that put it with more than half of its `group`."""
    with_most = sum((_with_most(group, other) for other in others), np.zeros(group.size))
    return with_most / len(others)


def modularity(graph: TieGraph, group: ArrayLike, *, weight: str | None = None, resolution: float = 1.0) -> float:
    """The modularity of any division: `group` has one number an actor, in the order of the ids. NaN without ties.

    Equal to `networkx.community.modularity`, of the sum of both directions in a directed network.
    """
    _, labels = np.unique(np.asarray(group), return_inverse=True)
    return _modularity(*_tied(graph, weight), labels.astype(np.int32), resolution)


def leiden_communities(
    G: TieGraph,
    weight: str | None = "weight",
    resolution: float = 1,
    max_level: int | None = None,
    seed: Random | None = None,
) -> list[set[Hashable]]:
    """One run of the Leiden method, as networkx names it: sets of actors, in the order of their first actors.

    It goes from smaller to larger groups; `max_level` stops it after so many divisions, each worth more than the last.
    """
    if max_level is not None and max_level <= 0:
        raise ValueError("max_level argument must be a positive integer or None")
    rows, values = _tied(G, weight)
    number = (Random() if seed is None else seed).getrandbits(63)  # noqa: S311 - orders, no secrets
    best, most, level = np.arange(len(G), dtype=np.int32), -math.inf, 0
    for group in _divisions(rows, values, resolution, number):
        value = _modularity(rows, values, group, resolution)
        if value > most:
            best, most, level = group, value, level + 1
        if level == max_level:
            break
    return _sets(G, best)


def _sets(graph: TieGraph, group: I32) -> list[set[Hashable]]:
    sets: dict[int, set[Hashable]] = {}
    for actor, label in zip(graph.ids, group.tolist(), strict=True):
        sets.setdefault(label, set()).add(actor)
    return list(sets.values())


def _tied(graph: TieGraph, weight: str | None) -> tuple[Rows, F64]:
    """Rows in both directions and the strength in each slot; a strength of zero is no tie."""
    rows, values = graph.either_way(graph.totals(weight))
    if values.size and values.min() <= 0:
        return chosen_slots(rows, np.flatnonzero(values > 0)), sealed(values[values > 0])
    return rows, values


def _one_run(rows: Rows, values: F64, resolution: float, seed: int) -> I32:
    *_, last = _divisions(rows, values, resolution, seed)
    return last


def _divisions(rows: Rows, values: F64, resolution: float, seed: int) -> Iterator[I32]:
    """The divisions of each level of each round, labelled 0 to n - 1; the groups of the last one are connected."""
    actors = rows.offsets.size - 1
    owner = np.repeat(np.arange(actors), rows.degrees())
    degree = np.bincount(owner, weights=values, minlength=actors)
    group = np.arange(actors, dtype=np.int32)
    if not values.size:
        yield group
        return
    ground = Level(rows.offsets, rows.neighbours, values, sealed(degree))
    pressure = resolution / float(degree.sum())
    most, idle = -math.inf, 0
    patience = PATIENCE if values.size <= 2 * SMALL else 1
    for turn in range(ROUNDS if values.size <= 2 * LARGE else ROUNDS_OF_LARGE):
        for found in _levels(ground, group, pressure, (seed * ROUNDS + turn) * actors):
            yield found
        group = connected(rows.offsets, rows.neighbours, found)
        yield group
        value = _modularity(rows, values, group, resolution)
        idle = 0 if value > most + LEAST_GAIN else idle + 1
        most = max(most, value)
        if idle == patience:
            return


def _levels(ground: Level, group: I32, pressure: float, seed: int) -> Iterator[I32]:
    """The divisions into the parts of each level, each made of those of the level before; then into the groups."""
    level, place = ground, np.arange(group.size, dtype=np.int32)
    while True:
        order = shuffled(level.degree.size, np.uint64(seed % _SEEDS))
        seed += 1
        move(level, order, pressure, group)
        if numbered(group, group.size)[1] == group.size:
            break
        part, parts = numbered(refine(level, order, pressure, group), group.size)
        if parts == group.size:
            break
        first = np.unique(part, return_index=True)[1]
        level = Level(*(sealed(block) for block in aggregate(level, part, parts)))
        place = part[place]
        yield place
        group, _ = numbered(group[first], group.size)
    yield group[place]


def _modularity(rows: Rows, values: F64, group: I32, resolution: float) -> float:
    return worth(rows.offsets, rows.neighbours, values, group, resolution) if values.size else math.nan


def _by_size(group: I32) -> I64:
    """Numbers from 1, the largest group first, equal ones by their least members."""
    _, first, label, size = np.unique(group, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(size.size, dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(1, size.size + 1)
    return rank[label]


def _with_most(group: I64, other: I32 | I64) -> F64:
    """For each actor 1 where more than half of its `group` is in its group of the division `other`, else 0."""
    _, label, count = np.unique(group * (group.size + 1) + other, return_inverse=True, return_counts=True)
    is_with: F64 = (2 * count[label] > np.bincount(group)[group]).astype(np.float64)
    return is_with
