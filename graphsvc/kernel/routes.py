"""Who can introduce X to Y: the best routes of at most so many ties, exactly and in a total order.

Routes are ordered by their length (with length = -ln(chance): the most reliable first), then by the smaller longest tie
(the stronger weakest tie), then by fewer ties, then by their actors in order. Nothing is approximated and nobody is
left out for having many ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graphsvc.kernel.compiled import I32, sealed
from graphsvc.kernel.route_limits import first_guess, next_guess
from graphsvc.kernel.route_scratch import INFINITE, Question, net_of, scratch
from graphsvc.kernel.routes_search import best_routes
from graphsvc.kernel.tiegraph import TieGraph

MOST_TIES: Final = 6
_MANY: Final = 4
"""So many times the wanted first steps must be there for a guess at how long their routes are."""
_NOBODY: Final = np.zeros(0, dtype=np.int32)
Blocked = NDArray[np.bool_] | None


class Distinct(Enum):
    """Which routes count as different ones."""

    NONE = "none"
    """All: two routes may share everybody but one."""
    FIRST_STEP = "first step"
    """Only the best route of each second actor (of a direct tie, its target)."""
    LAST_INTRODUCER = "last introducer"
    """Only the best route of each last actor but one (of a direct tie, its source)."""


@dataclass(frozen=True, slots=True)
class FoundRoute:
    """A route: the numbers of its actors from first to last, and the sum of the lengths of its ties."""

    places: tuple[int, ...]
    length: int


def introduction_routes(
    graph: TieGraph,
    sources: ArrayLike,
    targets: ArrayLike,
    *,
    k: int,
    longest: int = 4,
    distinct: Distinct = Distinct.NONE,
    blocked: Blocked = None,
    via: Sequence[int] = (),
) -> tuple[FoundRoute, ...]:
    """The k best routes from any of `sources` to any of `targets`, best first; fewer when there are no more.

    A route passes nobody twice, and inside it stands none of the sources, the targets and the blocked.

    Args:
        graph: directed or not; its `length` is whole-numbered. Without lengths each tie counts one.
        sources: numbers of actors, at least one.
        targets: numbers of actors, at least one.
        k: the most routes, from 1.
        longest: the most ties of a route, 1 to 6.
        distinct: which routes count as different.
        blocked: for each actor whether it may not stand inside a route; None: everybody may.
        via: actors that must stand inside, in this order.

    Raises:
        ValueError: an actor that is not in the graph, that is both source and target, or a via that is an end or given
            twice; `k` or `longest` out of range; lengths that are no whole numbers; `blocked` of another size.
    """
    from_ends, to_ends = both_ends(graph, sources, targets, longest)
    stops = _stops(graph, via, from_ends, to_ends)
    if k < 1:
        raise ValueError("k must be at least 1.")
    is_reversed = distinct is Distinct.LAST_INTRODUCER
    net = net_of(graph, blocked, reverse=is_reversed)
    if stops.size >= longest or (net.blocked.size and net.blocked[stops].any()):
        return ()
    if is_reversed:
        from_ends, to_ends, stops = to_ends, from_ends, sealed(stops[::-1])
    with scratch(len(graph)) as held:
        # With few first steps there may never be k different ones, however large the guess.
        steps = 0 if distinct is Distinct.NONE else _MANY * k
        guess = first = INFINITE if stops.size else first_guess(net, from_ends, to_ends, longest, steps)
        while True:
            work = held.work(longest, stops.size + 1)
            is_distinct = distinct is not Distinct.NONE
            asked = Question(from_ends, to_ends, stops, held.stamp, longest, k, is_distinct, is_reversed)
            actors, lengths = best_routes(net, work, asked, guess)
            if lengths.size == k or guess == INFINITE:
                break
            guess = next_guess(guess, first, lengths.size, k)
    routes = ([place for place in row if place >= 0] for row in actors.tolist())
    return tuple(
        FoundRoute(tuple(reversed(row) if is_reversed else row), length)
        for row, length in zip(routes, lengths.tolist(), strict=True)
    )


def both_ends(graph: TieGraph, sources: ArrayLike, targets: ArrayLike, longest: int) -> tuple[I32, I32]:
    """The numbers of both ends, each once and ascending. Raises ValueError as `introduction_routes`."""
    if not 1 <= longest <= MOST_TIES:
        raise ValueError(f"longest must lie between 1 and {MOST_TIES}.")
    ends = actors_in(graph, sources, "sources"), actors_in(graph, targets, "targets")
    if not ends[0].size or not ends[1].size:
        raise ValueError("Routes need at least one source and one target.")
    few, many = sorted(ends, key=len)
    if (many[np.minimum(np.searchsorted(many, few), many.size - 1)] == few).any():
        raise ValueError("An actor is both source and target.")
    return ends


def _stops(graph: TieGraph, via: Sequence[int], sources: I32, targets: I32) -> I32:
    if not len(via):
        return sealed(_NOBODY)
    stops = actors_in(graph, via, "via")
    if stops.size != len(via):
        raise ValueError("An actor is in via twice.")
    if np.isin(stops, sources).any() or np.isin(stops, targets).any():
        raise ValueError("An actor in via is an end of the routes.")
    return sealed(np.asarray(via, dtype=np.int32))


def actors_in(graph: TieGraph, places: ArrayLike, what: str) -> I32:
    """The numbers of actors, each once and ascending; `what` they are, for the error. Raises ValueError."""
    numbers: NDArray[Any] = np.atleast_1d(np.asarray(places, dtype=np.int64))
    if numbers.size > 1:
        numbers = np.unique(numbers)
    if numbers.size and (numbers[0] < 0 or numbers[-1] >= len(graph)):
        raise ValueError(f"An actor in {what} is not in the graph.")
    return sealed(numbers, np.int32)
