"""The best routes in order: best-first search over partial routes, with what `lay` found as exact lower bounds.

A partial route is worth what the best route beginning with it can be worth at most: (least length, least longest tie,
fewest ties, its actors). No route is better than a partial route it begins with, so the search may stop as soon as the
best partial route left is no better than the last route wanted: the answer is exact, equal lengths included.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graphsvc.kernel.compiled import I32, I64, kernel
from graphsvc.kernel.route_layers import lay
from graphsvc.kernel.route_scratch import INFINITE, Net, Question, Work, known_number, stage_after

_KEY = 3
_SO_FAR = 4
_ACTORS = 8
_NOBODY = -1


class Search(NamedTuple):
    """Partial and complete routes, one a row; the rows that wait in a heap; the rows of the best complete routes.

    Attributes:
        key: the least length, the least longest tie and the fewest ties of a route that begins so.
        so_far: its length, its longest tie, its ties, its last state.
        actors: its actors, then -1.
        heap: rows of partial routes, the best first as a binary heap.
        found: rows of complete routes, best first.
        counts: [rows in the heap, rows used, rows in found].
    """

    key: I64
    so_far: I64
    actors: I32
    heap: I64
    found: I64
    counts: I64


@kernel
def best_routes(net: Net, work: Work, asked: Question, limit: int) -> tuple[I32, I64]:
    """The wanted best routes from the askers to the seeds, best first: (actors, then -1, of each; its length).

    Where fewer than wanted are found, those longer than `limit` may be missing: ask again with a larger one.
    """
    limit = lay(net, work, asked, limit)
    search = Search(
        np.empty((256, _KEY), np.int64),
        np.empty((256, _SO_FAR), np.int64),
        np.empty((256, _ACTORS), np.int32),
        np.empty(256, np.int64),
        np.empty(asked.wanted + 1, np.int64),
        np.zeros(3, np.int64),
    )
    for place in range(asked.askers.size):
        search = _with_room(search, 1)
        row = search.counts[1]
        search.counts[1] = row + 1
        search.actors[row, :] = _NOBODY
        search.actors[row, 0] = asked.askers[place]
        search.so_far[row, :] = 0
        search.so_far[row, 3] = place * (asked.vias.size + 1)
        search = _go_on(net, work, asked, search, row, limit)
    while search.counts[0] > 0:
        row = _pop(search, asked)
        if not _is_beaten(search, asked, row):
            search = _go_on(net, work, asked, search, row, limit)
    rows = search.found[: search.counts[2]]
    return search.actors[rows], search.so_far[rows, 0].copy()


@kernel
def _with_room(search: Search, more: int) -> Search:
    """The same with room for so many more rows."""
    used = search.counts[1]
    if used + more <= search.heap.size:
        return search
    size = 2 * (used + more)
    key = np.empty((size, _KEY), np.int64)
    so_far = np.empty((size, _SO_FAR), np.int64)
    actors = np.empty((size, _ACTORS), np.int32)
    heap = np.empty(size, np.int64)
    key[:used] = search.key[:used]
    so_far[:used] = search.so_far[:used]
    actors[:used] = search.actors[:used]
    heap[: search.counts[0]] = search.heap[: search.counts[0]]
    return Search(key, so_far, actors, heap, search.found, search.counts)


@kernel
def _go_on(net: Net, work: Work, asked: Question, search: Search, row: int, limit: int) -> Search:
    """Every route that is one tie longer than `row`: complete ones are found, others wait."""
    stages = asked.vias.size + 1
    ends = asked.askers.size + asked.seeds.size
    so_far, ties, state = search.so_far[row, 0], search.so_far[row, 2], search.so_far[row, 3]
    stage, left = state % stages, asked.longest - ties - 1
    actor = search.actors[row, ties]
    search = _with_room(search, net.offsets[actor + 1] - net.offsets[actor])
    for slot in range(net.offsets[actor], net.offsets[actor + 1]):
        length = so_far + net.lengths[slot]
        if length > limit:
            break
        after = known_number(work, asked, net.neighbours[slot])
        if after < asked.askers.size:
            continue
        new = search.counts[1]
        widest = max(search.so_far[row, 1], net.lengths[slot])
        if after < ends:
            if stage == stages - 1:
                search.key[new, 0], search.key[new, 1], search.key[new, 2] = length, widest, ties + 1
                _write(search, row, new, length, widest, after * stages + stage, net.neighbours[slot])
                if _find(search, asked, new):
                    limit = _new_limit(search, asked, limit)
            continue
        to_stage = stage_after(asked, after, stage)
        if to_stage < 0 or _is_on(search, row, ties, net.neighbours[slot]):
            continue
        to = after * stages + to_stage
        if _bound(work, asked, search, new, to, length, widest, ties + 1, left) and search.key[new, 0] <= limit:
            _write(search, row, new, length, widest, to, net.neighbours[slot])
            if not _is_beaten(search, asked, new):
                _wait(search, asked, new)
    return search


@kernel
def _write(search: Search, before: int, new: int, length: int, widest: int, state: int, actor: int) -> None:
    """Row `new` is the route of row `before` and one actor more."""
    ties = search.so_far[before, 2] + 1
    for place in range(_ACTORS):
        search.actors[new, place] = search.actors[before, place]
    search.actors[new, ties] = actor
    search.so_far[new, 0], search.so_far[new, 1] = length, widest
    search.so_far[new, 2], search.so_far[new, 3] = ties, state


@kernel
def _is_on(search: Search, row: int, ties: int, actor: int) -> bool:
    for place in range(1, ties + 1):  # noqa: SIM110 - compiled code has no generators
        if search.actors[row, place] == actor:
            return True
    return False


@kernel
def _bound(
    work: Work, asked: Question, search: Search, new: int, to: int, length: int, widest: int, ties: int, left: int
) -> bool:
    """Sets the key of a partial route that has come to state `to`; False when no end is within reach."""
    cell = to * 2 * asked.longest
    key = search.key
    key[new, 0] = INFINITE
    for more in range(1, left + 1):
        beyond = work.walks[cell + 2 * more]
        if beyond == INFINITE:
            continue
        most = max(widest, work.walks[cell + 2 * more + 1])
        # Of equal length and longest tie, the walk of fewer ties came first.
        if length + beyond < key[new, 0] or (length + beyond == key[new, 0] and most < key[new, 1]):
            key[new, 0], key[new, 1], key[new, 2] = length + beyond, most, ties + more
    return bool(key[new, 0] < INFINITE)


@kernel
def _is_before(search: Search, asked: Question, one: int, other: int) -> bool:
    """Whether row `one` is better than row `other`; a partial route is before the routes that begin with it."""
    for part in range(_KEY):
        if search.key[one, part] != search.key[other, part]:
            return bool(search.key[one, part] < search.key[other, part])
    if not asked.from_the_end:
        for place in range(_ACTORS):
            if search.actors[one, place] != search.actors[other, place]:
                return bool(search.actors[one, place] < search.actors[other, place])
        return False
    # Nothing is known of the end of a partial route, so it goes before all complete routes that are else equal.
    one_lacks = search.key[one, 2] - search.so_far[one, 2]
    other_lacks = search.key[other, 2] - search.so_far[other, 2]
    if one_lacks > 0 or other_lacks > 0:
        return bool((one_lacks > 0 and other_lacks == 0) or (0 < one_lacks < other_lacks))
    for place in range(search.so_far[one, 2], -1, -1):
        if search.actors[one, place] != search.actors[other, place]:
            return bool(search.actors[one, place] < search.actors[other, place])
    return False


@kernel
def _is_beaten(search: Search, asked: Question, row: int) -> bool:
    """Whether no route that begins as `row` can be among those wanted."""
    count = search.counts[2]
    if count == asked.wanted and not _is_before(search, asked, row, search.found[count - 1]):
        return True
    if asked.each_first_step:
        for place in range(count):
            if search.actors[search.found[place], 1] == search.actors[row, 1]:
                return not _is_before(search, asked, row, search.found[place])
    return False


@kernel
def _find(search: Search, asked: Question, row: int) -> bool:
    """Puts a complete route among the best; False when it is not one of them."""
    if _is_beaten(search, asked, row):
        return False
    search.counts[1] += 1
    count, found = search.counts[2], search.found
    place = count
    if asked.each_first_step:
        for other in range(count):
            if search.actors[found[other], 1] == search.actors[row, 1]:
                place = other
    if place == count:
        place = min(count, asked.wanted - 1)
        search.counts[2] = place + 1
    while place > 0 and _is_before(search, asked, row, found[place - 1]):
        found[place] = found[place - 1]
        place -= 1
    found[place] = row
    return True


@kernel
def _new_limit(search: Search, asked: Question, limit: int) -> int:
    count = search.counts[2]
    return limit if count < asked.wanted else int(min(limit, search.key[search.found[count - 1], 0]))


@kernel
def _wait(search: Search, asked: Question, row: int) -> None:
    """Puts a partial route into the heap."""
    search.counts[1] += 1
    heap, place = search.heap, search.counts[0]
    search.counts[0] = place + 1
    while place > 0:
        above = (place - 1) // 2
        if not _is_before(search, asked, row, heap[above]):
            break
        heap[place] = heap[above]
        place = above
    heap[place] = row


@kernel
def _pop(search: Search, asked: Question) -> int:
    """Takes the best partial route out of the heap."""
    heap, size = search.heap, search.counts[0] - 1
    search.counts[0] = size
    best, last = heap[0], heap[size]
    place = 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and _is_before(search, asked, heap[below + 1], heap[below]):
            below += 1
        if not _is_before(search, asked, heap[below], last):
            break
        heap[place] = heap[below]
        place = below
    heap[place] = last
    return int(best)
