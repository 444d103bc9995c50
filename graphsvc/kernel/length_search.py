"""All shortest routes from one actor along lengths: how far the others are, and over how many routes (Dijkstra 1959).

Routes are compared exactly when lengths are whole numbers. Otherwise two are equally short when they differ by less
than `SLACK` of their length: floats that are added up in another order are off by less.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64, kernel
from graphsvc.kernel.distances import pop, push

SLACK = 1e-12
_NOT_SEEN, _WAITING, _SETTLED = 0, 1, 2


class Search(NamedTuple):
    """The arrays that the searches from all sources use again.

    Attributes:
        distance, paths: of who is settled: how far it is from the source, over how many shortest routes.
        state: whether an actor is not seen, waiting or settled.
        settled, place: the settled actors by distance, and the place of each among them.
        seen: who has to be forgotten before the next search; `sizes[0]` of them.
        heap_cost, heap_actor: who waits.
    """

    distance: NDArray[Any]
    paths: F64
    state: NDArray[np.int8]
    settled: I64
    place: I64
    seen: I64
    sizes: I64
    heap_cost: NDArray[Any]
    heap_actor: I64


def slack_of(lengths: NDArray[Any]) -> float:
    """By which share of their length two routes may differ and still be equally short."""
    return 0.0 if np.issubdtype(lengths.dtype, np.integer) else SLACK


@kernel
def new_search(offsets: I64, neighbours: I32, lengths: NDArray[Any]) -> Search:
    """Room for searches along these rows."""
    actors = offsets.size - 1
    return Search(
        np.zeros(actors, lengths.dtype),
        np.zeros(actors),
        np.zeros(actors, np.int8),
        np.empty(actors, np.int64),
        np.empty(actors, np.int64),
        np.empty(actors, np.int64),
        np.zeros(1, np.int64),
        np.empty(neighbours.size + 1, lengths.dtype),
        np.empty(neighbours.size + 1, np.int64),
    )


@kernel
def find_routes(
    offsets: I64, neighbours: I32, lengths: NDArray[Any], slack: float, source: int, target: int, search: Search
) -> int:
    """All shortest routes from source, until target is reached (-1: to everybody); gives how many were settled."""
    count = _settle(offsets, neighbours, lengths, source, target, search)
    for place in range(count):
        search.paths[search.settled[place]] = 0.0
    search.paths[source] = 1.0
    for place in range(count):
        actor = search.settled[place]
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            if leads_on(search, actor, other, lengths[slot], slack):
                search.paths[other] += search.paths[actor]
    return count


@kernel
def leads_on(search: Search, actor: int, other: int, length: float, slack: float) -> bool:
    """Whether a shortest route from the source goes on from actor, who is settled, over this tie to other."""
    if search.state[other] != _SETTLED or search.place[actor] >= search.place[other]:
        return False
    # Both are whole numbers or both are not: whole ones are subtracted without any rounding.
    more = search.distance[actor] + length - search.distance[other]
    return bool(more <= slack * search.distance[other])


@kernel
def is_settled(search: Search, actor: int) -> bool:
    """Whether the last search settled this actor."""
    return bool(search.state[actor] == _SETTLED)


@kernel
def _settle(offsets: I64, neighbours: I32, lengths: NDArray[Any], source: int, target: int, search: Search) -> int:
    distance, state, seen = search.distance, search.state, search.seen
    for place in range(search.sizes[0]):
        state[seen[place]] = _NOT_SEEN
    distance[source] = 0
    state[source] = _WAITING
    seen[0] = source
    seen_size, count = 1, 0
    size = push(search.heap_cost, search.heap_actor, 0, distance[source], source)
    while size and (target < 0 or state[target] != _SETTLED):
        actor = search.heap_actor[0]
        size = pop(search.heap_cost, search.heap_actor, size)
        if state[actor] == _SETTLED:
            continue
        state[actor] = _SETTLED
        search.settled[count] = actor
        search.place[actor] = count
        count += 1
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            reached = distance[actor] + lengths[slot]
            if state[other] == _NOT_SEEN:
                seen[seen_size] = other
                seen_size += 1
            elif state[other] == _SETTLED or reached >= distance[other]:
                continue
            state[other] = _WAITING
            distance[other] = reached
            size = push(search.heap_cost, search.heap_actor, size, reached, other)
    search.sizes[0] = seen_size
    return count
