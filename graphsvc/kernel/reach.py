"""How many others, or which of some targets, are within so many ties of every actor."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from graphsvc.kernel.compiled import I64
from graphsvc.kernel.lanes import U64, Field, found_bits, found_sums
from graphsvc.kernel.tiegraph import TieGraph


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
    starts = np.arange(len(graph)) if targets is None else graph.places(targets)
    _refuse_no_steps(steps)
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


def _refuse_no_steps(steps: int) -> None:
    if steps < 1:
        raise ValueError("steps must be 1 or more.")
