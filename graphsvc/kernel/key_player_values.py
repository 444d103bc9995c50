"""What a set of actors is worth to the whole network: what it holds together, and whom it reaches (Borgatti 2006).

Two numbers say what falls apart when the set leaves, two say whom it reaches while it stays. Programs differ about
which number of actors they divide by and whether members count; here that is chosen by name:

- the pairs of the actors that *remain* (the default) or of all those at the *start*;
- members are *counted* among those who are reached (the default; they reach themselves at no distance) or left out.

Source:
    Borgatti (2006), Computational & Mathematical Organization Theory 12, 21-34.
"""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64
from graphsvc.kernel.cuts import connected_pairs, simple_rows
from graphsvc.kernel.harmonic import add_by_length, scale_for
from graphsvc.kernel.lanes import FARTHEST, PARTS, Field, found_distances, found_sums
from graphsvc.kernel.reach import Way, field_towards
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph


class Over(Enum):
    """Which actors' pairs a share is taken of."""

    REMAINING = "remaining"
    STARTING = "starting"


def fragmentation(graph: TieGraph, removed: I64, *, over: Over = Over.REMAINING) -> float:
    """F without the actors at `removed`: the share of pairs that are not connected; directions are ignored.

    1 - sum of s (s - 1) / n (n - 1) over the components of s actors that are left. NaN when n is below 2.
    """
    return _share(connected_pairs(simple_rows(graph), removed), graph, removed, over)


def distance_fragmentation(
    graph: TieGraph, removed: I64, *, over: Over = Over.REMAINING, weight: str | None = None
) -> float:
    """DF without the actors at `removed`: 1 - sum of 1 / distance over all ordered pairs / n (n - 1).

    Distances are counted in ties, or with `weight` in lengths, along the ties given in a directed network; pairs
    without a path add nothing. NaN when n is below 2; below 0 is possible with lengths shorter than 1.
    """
    stay = np.flatnonzero(_stays(graph, removed))
    if weight is not None:
        total = _nearness_by_length(graph, stay, removed, graph.lengths(weight)).sum()
        return _share(float(total), graph, removed, over)
    scale = scale_for(stay.size)
    sums, _ = found_sums(
        field_towards(graph, Way.IN), stay, most=len(graph), scale=scale, by_distance=True, without=removed
    )
    return _share(float((sums / scale).sum()), graph, removed, over)


def set_reach(graph: TieGraph, members: I64, *, steps: int, way: Way = Way.OUT, members_count: bool = True) -> int:
    """m-reach: how many actors are within `steps` ties of any of the members.

    Raises:
        ValueError: fewer than one step.
    """
    if steps < 1:
        raise ValueError("steps must be 1 or more.")
    others = np.delete(nearest(graph, members, way=way, most=steps), members)
    return int((others < FARTHEST).sum()) + (np.unique(members).size if members_count else 0)


def distance_reach(graph: TieGraph, members: I64, *, way: Way = Way.OUT, members_count: bool = True) -> float:
    """DR: sum over the actors of 1 / ties to the nearest member, divided by all actors; NaN in an empty network."""
    if not len(graph):
        return float("nan")
    others = np.delete(nearest(graph, members, way=way), members)
    near = float((1.0 / others[others < FARTHEST]).sum())
    return (near + (np.unique(members).size if members_count else 0)) / len(graph)


def nearest(graph: TieGraph, members: I64, *, way: Way = Way.OUT, most: int = FARTHEST - 1) -> NDArray[np.uint16]:
    """Ties between the nearest of the members and each actor, by place; FARTHEST: not within `most`."""
    if not members.size:
        return np.full(len(graph), FARTHEST, dtype=np.uint16)
    nearby: NDArray[np.uint16] = found_distances(field_from(graph, way), members, most=most).min(axis=0)
    return nearby


def field_from(graph: TieGraph, way: Way) -> Field:
    """What is searched so that a search finds whom the actor reaches (OUT), or who reaches it (IN)."""
    return field_towards(graph, {Way.OUT: Way.IN, Way.IN: Way.OUT}.get(way, way))


def _stays(graph: TieGraph, removed: I64) -> NDArray[np.bool_]:
    stays = np.ones(len(graph), dtype=np.bool_)
    stays[removed] = False
    return stays


def _share(total: float, graph: TieGraph, removed: I64, over: Over) -> float:
    actors = len(graph) - (np.unique(removed).size if over is Over.REMAINING else 0)
    return 1 - total / (actors * (actors - 1)) if actors > 1 else float("nan")


def _nearness_by_length(graph: TieGraph, stay: I64, removed: I64, lengths: NDArray[Any]) -> F64:
    forward = graph.forward
    work = partial(_by_length, forward.offsets, forward.neighbours, forward.along(lengths), ~_stays(graph, removed))
    total = np.zeros(len(graph))
    for part in each(work, np.array_split(stay, min(PARTS, max(1, stay.size)))):
        total += part
    return total


def _by_length(offsets: I64, neighbours: I32, lengths: NDArray[Any], blocked: NDArray[np.bool_], starts: I64) -> F64:
    near = np.zeros(offsets.size - 1)
    add_by_length(offsets, neighbours, lengths, starts.astype(np.int64), blocked, near)
    return near
