"""How many others, or which of some targets, are within so many ties of every actor."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np

from graphsvc.kernel.compiled import I32, I64, kernel
from graphsvc.kernel.lanes import PARTS, U64, Field, found_bits, found_sums
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph

_FEW = 2
"""Up to so many steps, a search from each actor alone touches so little that searching together does not pay."""


class Way(Enum):
    """Along which ties of a directed network somebody is reached."""

    OUT = "out"
    """Ties given: whom the actor reaches."""
    IN = "in"
    """Ties received: who reaches the actor."""
    EITHER = "either"
    """Ties in either direction."""


@dataclass(frozen=True, slots=True)
class ReachedTargets:
    """Which of some targets are near to whom.

    Attributes:
        targets: the places of the targets, in the order of the bits.
        bits: one row an actor; bit i (of column i // 64, from the lowest) says that targets[i] is near. A target is
            near to itself.
    """

    targets: I64
    bits: U64

    def of(self, actor: int) -> I64:
        """The places of the targets that are near to the actor at this place; without itself."""
        row = np.unpackbits(self.bits[actor].view(np.uint8), bitorder="little")[: self.targets.size]
        near: I64 = self.targets[np.flatnonzero(row)]
        others: I64 = near[near != actor]
        return others


def reach(graph: TieGraph, *, steps: int = 2, way: Way = Way.OUT, targets: Iterable[Hashable] | None = None) -> I64:
    """How many others (or how many of `targets`) are within `steps` ties of each actor, by place.

    The actor itself is not counted, also when it is a target. Targets that the graph does not have count nothing.

    Args:
        graph: directed or undirected; attributes are not read.
        steps: 1 or more.
        way: whom the actor reaches, who reaches it, or both; without meaning in an undirected network.
        targets: whom to count; None: everybody.

    Raises:
        ValueError: fewer than one step.

    Source:
        Borgatti (2006), Computational & Mathematical Organization Theory 12, 21-34 (m-reach, of one actor).
    """
    _refuse_no_steps(steps)
    if targets is None and steps <= _FEW:
        return _near(graph, steps, way)
    starts = np.arange(len(graph)) if targets is None else graph.places(targets)
    counts, _ = found_sums(field_towards(graph, way), starts, most=steps, scale=1, by_distance=False)
    return counts


def reached_targets(
    graph: TieGraph, targets: Iterable[Hashable], *, steps: int = 2, way: Way = Way.OUT
) -> ReachedTargets:
    """Which of `targets` are within `steps` ties of each actor: a bit each, for all actors at once.

    Raises:
        ValueError: fewer than one step.
    """
    starts = graph.places(targets)
    _refuse_no_steps(steps)
    return ReachedTargets(starts, found_bits(field_towards(graph, way), starts, most=steps))


def field_towards(graph: TieGraph, way: Way) -> Field:
    """What is searched so that an actor is found by those whom it reaches, or who reach it.

    Searches start at those who are counted: they run against the direction in which the actor looks.
    """
    if way is Way.EITHER:
        rows, _ = graph.either_way(graph.totals(None))
        return Field.of(rows, rows)
    forward, back = graph.forward, graph.reverse_rows
    return Field.of(back, forward) if way is Way.OUT else Field.of(forward, back)


def _near(graph: TieGraph, steps: int, way: Way) -> I64:
    if way is Way.EITHER:
        rows, _ = graph.either_way(graph.totals(None))
    else:
        rows = graph.forward if way is Way.OUT else graph.reverse_rows
    bounds = np.linspace(0, len(graph), PARTS + 1).astype(np.int64).tolist()
    parts = each(lambda part: _count_near(rows.offsets, rows.neighbours, steps, *part), list(pairwise(bounds)))
    counts: I64 = np.concatenate(parts)
    return counts


@kernel
def _count_near(offsets: I64, neighbours: I32, steps: int, first: int, last: int) -> I64:
    """How many others a search of so many levels finds from each actor from first to last."""
    actors = offsets.size - 1
    counts = np.zeros(last - first, np.int64)
    found_by = np.full(actors, -1, np.int32)
    queue = np.empty(actors, np.int32)
    for start in range(first, last):
        found_by[start] = start
        queue[0] = start
        level_start, count = 0, 1
        for step in range(steps):
            level_end = count
            for entry in range(level_start, level_end):
                actor = queue[entry]
                for slot in range(offsets[actor], offsets[actor + 1]):
                    other = neighbours[slot]
                    if found_by[other] != start:
                        found_by[other] = start
                        if step < steps - 1:
                            queue[count] = other
                        count += 1
            level_start = level_end
        counts[start - first] = count - 1
    return counts


def _refuse_no_steps(steps: int) -> None:
    if steps < 1:
        raise ValueError("steps must be 1 or more.")
