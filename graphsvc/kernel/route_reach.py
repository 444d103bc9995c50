"""How far routes reach: the best route to each of many targets, and everybody within so many ties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from graphsvc.kernel.compiled import I32, I64, kernel, sealed
from graphsvc.kernel.route_layers import lay
from graphsvc.kernel.route_scratch import INFINITE, Net, Question, Work, known_number, net_of, scratch
from graphsvc.kernel.route_spread import spread
from graphsvc.kernel.routes import MOST_TIES, Blocked, FoundRoute, actors_in, both_ends
from graphsvc.kernel.tiegraph import TieGraph

_NOBODY = np.zeros(0, dtype=np.int32)
_ACTORS = 8
_MARK = 16
"""Bits from here on say at which place of a route being told a state stands."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Who can be reached, by length, then in order; arrays of equal length.

    Attributes:
        places: numbers of actors; neither the sources nor the blocked are among them.
        ties: the fewest ties to each.
        length: the least length of a walk to each of at most as many ties as were allowed.
        total: how many can be reached, also where only the nearest were asked for.
    """

    places: I32
    ties: I64
    length: I64
    total: int


def reached(
    graph: TieGraph,
    sources: ArrayLike,
    *,
    longest: int,
    nearest: int | None = None,
    blocked: Blocked = None,
    reverse: bool = False,
) -> Reached:
    """Everybody within `longest` ties (1 to 6) of any of `sources`, never through a blocked actor.

    Args:
        graph: directed or not; its `length` is whole-numbered. Without lengths each tie counts one.
        sources: numbers of actors, at least one.
        longest: the most ties.
        nearest: give only so many, the nearest by length; None: all.
        blocked: for each actor whether it is passed over; None: nobody is.
        reverse: follow ties against their direction: who reaches the sources.

    Raises:
        ValueError: as `introduction_routes`.
    """
    starts = actors_in(graph, sources, "sources")
    if not starts.size:
        raise ValueError("Routes need at least one source.")
    if not 1 <= longest <= MOST_TIES:
        raise ValueError(f"longest must lie between 1 and {MOST_TIES}.")
    places, ties, length = spread(net_of(graph, blocked, reverse=reverse), starts, longest)
    among = np.arange(places.size)
    if nearest is not None and nearest < places.size:
        among = np.flatnonzero(length <= np.partition(length, nearest - 1)[nearest - 1])
    order = among[np.lexsort((places[among], length[among]))][:nearest]
    return Reached(places[order], ties[order].astype(np.int64), length[order], places.size)


def best_to_each(
    graph: TieGraph, sources: ArrayLike, targets: ArrayLike, *, longest: int = 4, blocked: Blocked = None
) -> dict[int, FoundRoute]:
    """{number of a target: the best route to it}, for the targets that have one, in order; all in one pass.

    Routes and their order are those of `introduction_routes`: inside a route stands no source, no target and nobody
    blocked.

    Raises:
        ValueError: as `introduction_routes`.
    """
    from_ends, to_ends = both_ends(graph, sources, targets, longest)
    net = net_of(graph, blocked, reverse=True)
    with scratch(len(graph)) as held:
        work = held.work(longest, 1)
        asked = Question(to_ends, from_ends, sealed(_NOBODY), held.stamp, longest, 0, False, False)
        lay(net, work, asked, INFINITE)
        actors, lengths = _best_of_each(net, work, asked)
    return {
        target: FoundRoute(tuple(place for place in row if place >= 0), length)
        for target, row, length in zip(to_ends.tolist(), actors.tolist(), lengths.tolist(), strict=True)
        if length < INFINITE
    }


@kernel
def _best_of_each(net: Net, work: Work, asked: Question) -> tuple[I32, I64]:
    """For each asker the actors of its best route, the seed first, then -1; and its length, or INFINITE."""
    actors = np.full((asked.askers.size, _ACTORS), -1, np.int32)
    lengths = np.full(asked.askers.size, INFINITE, np.int64)
    marked = np.empty(64, np.int64)
    for place in range(asked.askers.size):
        length, widest, ties = _best(net, work, asked, asked.askers[place])
        if length < INFINITE:
            lengths[place] = length
            marked, count = _mark(net, work, asked, marked, place, length, widest, ties)
            _tell(net, work, asked, actors[place], asked.askers[place], length, widest, ties)
            for entry in range(count):
                work.nears[marked[entry] * asked.longest] &= (1 << _MARK) - 1
    return actors, lengths


@kernel
def _best(net: Net, work: Work, asked: Question, asker: int) -> tuple[int, int, int]:
    """The length, the longest tie and the ties of the best route from an asker."""
    length, widest, ties = INFINITE, INFINITE, 0
    ends = asked.askers.size + asked.seeds.size
    for slot in range(net.offsets[asker], net.offsets[asker + 1]):
        after, step = known_number(work, asked, net.neighbours[slot]), net.lengths[slot]
        if after < asked.askers.size:
            continue
        for more in range(asked.longest):
            if (after < ends) != (more == 0):
                continue
            cell = 2 * (after * asked.longest + more)
            total = step if more == 0 else step + work.walks[cell]
            most = step if more == 0 else max(step, work.walks[cell + 1])
            if total < INFINITE and (total, most, more + 1) < (length, widest, ties):
                length, widest, ties = total, most, more + 1
    return int(length), int(widest), ties


@kernel
def _left(work: Work, asked: Question, state: int, ties: int, widest: int) -> int:
    """The length left from a state on a route that has `ties` ties left, no tie longer than `widest`; else INFINITE."""
    is_seed = asked.askers.size <= state < asked.askers.size + asked.seeds.size
    if is_seed or ties == 0:
        return 0 if is_seed and ties == 0 else INFINITE
    cell = 2 * (state * asked.longest + ties)
    return int(work.walks[cell]) if state >= asked.askers.size and work.walks[cell + 1] <= widest else INFINITE


@kernel
def _mark(
    net: Net, work: Work, asked: Question, marked: I64, asker: int, length: int, widest: int, ties: int
) -> tuple[I64, int]:
    """Marks who stands on any route of an asker that is as good as its best, by place; gives them and their number."""
    marked[0] = asker
    start, end = 0, 1
    for left in range(ties - 1, -1, -1):
        count = end
        for entry in range(start, end):
            state = marked[entry]
            rest = length if left == ties - 1 else _left(work, asked, state, left + 1, widest)
            actor = work.actors[state]
            for slot in range(net.offsets[actor], net.offsets[actor + 1]):
                after, step = known_number(work, asked, net.neighbours[slot]), net.lengths[slot]
                if after < 0 or step > widest or _left(work, asked, after, left, widest) != rest - step:
                    continue
                cell, bit = after * asked.longest, 1 << (_MARK + left)
                if work.nears[cell] & bit == 0:
                    work.nears[cell] |= bit
                    if count == marked.size:
                        marked = np.concatenate((marked, np.empty(count, np.int64)))
                    marked[count] = after
                    count += 1
        start, end = end, count
    return marked, end


@kernel
def _tell(net: Net, work: Work, asked: Question, route: I32, asker: int, length: int, widest: int, ties: int) -> None:
    """Writes the first route in order of those marked, from its seed to the asker."""
    state = INFINITE
    for seed in asked.seeds:
        local = known_number(work, asked, seed)
        if work.nears[local * asked.longest] & (1 << _MARK) != 0:
            state = local
            break
    for left in range(1, ties):
        actor = work.actors[state]
        route[left - 1] = actor
        beyond = _left(work, asked, state, left - 1, widest)
        first = INFINITE
        for slot in range(net.back_offsets[actor], net.back_offsets[actor + 1]):
            before, step = known_number(work, asked, net.back_neighbours[slot]), net.back_lengths[slot]
            is_marked = before >= 0 and work.nears[before * asked.longest] & (1 << (_MARK + left)) != 0
            if is_marked and step <= widest and _left(work, asked, before, left, widest) == beyond + step:
                first = min(first, net.back_neighbours[slot])
        state = known_number(work, asked, first)
    route[ties - 1] = work.actors[state]
    route[ties] = asker
