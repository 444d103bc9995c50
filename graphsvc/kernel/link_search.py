"""The compiled part of `link_scores`: rows of scores, scores of given pairs, and the search for the best pairs.

Rows are symmetric. `share` is what an actor in the middle counts: 1 / k or 1 / ln k for scores over one actor between,
1 / sqrt(k) for L3, where it counts for both.

The search gives actors a rank and takes for each actor the pairs with those of a smaller rank only. What cannot be
among the best is left out by bounds, so that none of the best is missed:

- `bound` of an actor is its score with somebody who is tied to everybody. Over one actor between, ranks go by it.
- Over two, ranks go by falling number of contacts. With c_y(u) the shares of the contacts that u and y have in common,
  L3 of x and y is the sum of share_u c_y(u) over u in N(x). `ceiling(u)`, the largest c_y(u) of all y up to the ranks
  in question whose `bound` suffices, bounds all pairs of x with them at once, and of them with x.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64, kernel

STEPS = 1e9
"""Scores are compared as whole numbers of 1 / STEPS."""


class Ranked(NamedTuple):
    """A network in the order of the ranks, and what the search asks of each actor.

    `reach` is the largest bound from each rank on.
    """

    offsets: I64
    neighbours: I32
    share: F64
    bound: F64
    reach: F64
    kind: I64
    compatible: NDArray[np.bool_]
    place: I64


class Able(NamedTuple):
    """The rows of a ranked network with some neighbours left out, and for each actor whether it was left in."""

    offsets: I64
    neighbours: I32
    is_able: NDArray[np.bool_]


class Best(NamedTuple):
    """The best pairs so far, as a heap with the worst in front; `size` holds one number."""

    score: I64
    one: I64
    other: I64
    size: I64


@kernel
def row_over_one(offsets: I64, neighbours: I32, share: F64, source: int) -> F64:
    """For every actor, the shares of the contacts that it has in common with `source`."""
    row = np.zeros(offsets.size - 1)
    for middle in neighbours[offsets[source] : offsets[source + 1]]:
        for slot in range(offsets[middle], offsets[middle + 1]):
            row[neighbours[slot]] += share[middle]
    return row


@kernel
def row_over_two(offsets: I64, neighbours: I32, share: F64, source: int) -> F64:
    """For every actor that is not tied to `source`, the shares of both actors between, over all paths of three ties."""
    near = np.zeros(offsets.size - 1)
    for middle in neighbours[offsets[source] : offsets[source + 1]]:
        for slot in range(offsets[middle], offsets[middle + 1]):
            near[neighbours[slot]] += share[middle]
    near[source] = 0.0
    row = np.zeros(offsets.size - 1)
    for middle in range(near.size):
        if near[middle] > 0.0:
            for slot in range(offsets[middle], offsets[middle + 1]):
                row[neighbours[slot]] += near[middle] * share[middle]
    return row


@kernel
def pairs_over_one(offsets: I64, neighbours: I32, share: F64, one: I64, other: I64) -> F64:
    """For each pair, the shares of its common contacts."""
    sums = np.zeros(one.size)
    for pair in range(one.size):
        here, there = offsets[one[pair]], offsets[other[pair]]
        while here < offsets[one[pair] + 1] and there < offsets[other[pair] + 1]:
            near, far = neighbours[here], neighbours[there]
            if near == far:
                sums[pair] += share[near]
            here += near <= far
            there += far <= near
    return sums


@kernel
def pairs_over_two(offsets: I64, neighbours: I32, share: F64, one: I64, other: I64) -> F64:
    """For each pair, the shares of both actors between over all simple paths of three ties."""
    sums = np.zeros(one.size)
    mark = np.full(offsets.size - 1, -1, np.int64)
    for pair in range(one.size):
        low, high = min(one[pair], other[pair]), max(one[pair], other[pair])
        for slot in range(offsets[low], offsets[low + 1]):
            mark[neighbours[slot]] = pair
        mark[high] = -1
        for slot in range(offsets[high], offsets[high + 1]):
            middle = neighbours[slot]
            if middle == low:
                continue
            near = 0.0
            for far in range(offsets[middle], offsets[middle + 1]):
                if mark[neighbours[far]] == pair:
                    near += share[neighbours[far]]
            sums[pair] += near * share[middle]
    return sums


@kernel
def ranked_rows(offsets: I64, neighbours: I32, order: I64) -> tuple[I64, I32]:
    """The rows with actors renumbered: `order[rank]` is the actor of that rank."""
    actors = order.size
    rank = np.empty(actors, np.int64)
    out_offsets = np.zeros(actors + 1, np.int64)
    for place in range(actors):
        rank[order[place]] = place
        out_offsets[place + 1] = out_offsets[place] + offsets[order[place] + 1] - offsets[order[place]]
    fill = out_offsets[:-1].copy()
    out_neighbours = np.empty(neighbours.size, np.int32)
    for place in range(actors):
        for slot in range(offsets[order[place]], offsets[order[place] + 1]):
            other = rank[neighbours[slot]]
            out_neighbours[fill[other]] = place
            fill[other] += 1
    return out_offsets, out_neighbours


@kernel
def bounds_over_two(offsets: I64, neighbours: I32, share: F64) -> F64:
    """For each actor, a number that no L3 score of its pairs exceeds: that of an actor tied to everybody."""
    actors = offsets.size - 1
    onward = np.zeros(actors)
    for actor in range(actors):
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            # Who has one contact only leads back.
            if offsets[other + 1] - offsets[other] > 1:
                onward[actor] += share[other]
    bound = np.zeros(actors)
    for actor in range(actors):
        own = share[actor] if offsets[actor + 1] - offsets[actor] > 1 else 0.0
        for slot in range(offsets[actor], offsets[actor + 1]):
            bound[actor] += share[neighbours[slot]] * (onward[neighbours[slot]] - own)
    return bound


@kernel
def search_over_one(ranked: Ranked, first: int, last: int, step: int, least: int, count: int) -> Best:
    """The best `count` pairs of at least `least` steps of every `step`-th actor from rank `first` to before `last`."""
    best = _no_pairs(count)
    actors = ranked.share.size
    sums, mark, met = np.zeros(actors), np.full(actors, -1, np.int64), np.empty(actors, np.int32)
    for actor in range(first, last, step):
        if int(ranked.reach[actor] * STEPS) + 2 < least:
            break
        found = 0
        for slot in range(ranked.offsets[actor], ranked.offsets[actor + 1]):
            middle = ranked.neighbours[slot]
            mark[middle] = actor
            for far in range(ranked.offsets[middle], ranked.offsets[middle + 1]):
                other = ranked.neighbours[far]
                if other >= actor:
                    break
                if sums[other] == 0.0:
                    met[found] = other
                    found += 1
                sums[other] += ranked.share[middle]
        least = _offer_all(ranked, actor, sums, mark, met[:found], least, best)
    return best


@kernel
def ceilings(ranked: Ranked, first: int, last: int, step: int, least: int) -> F64:
    """For each actor, the most that its common contacts with any of these ranks count, who may be in a best pair."""
    actors = ranked.share.size
    ceiling, near, between = np.zeros(actors), np.zeros(actors), np.empty(actors, np.int32)
    for actor in range(first, last, step):
        if int(ranked.bound[actor] * STEPS) + 2 < least:
            continue
        others = _draw_near(ranked, actor, near, between)
        near[actor] = 0.0
        for middle in between[:others]:
            ceiling[middle] = max(ceiling[middle], near[middle])
            near[middle] = 0.0
    return ceiling


@kernel
def _draw_near(ranked: Ranked, actor: int, near: F64, between: I32) -> int:
    """Adds to `near` the shares of the contacts that others have in common with `actor`; gives how many others."""
    count = 0
    for slot in range(ranked.offsets[actor], ranked.offsets[actor + 1]):
        middle = ranked.neighbours[slot]
        for far in range(ranked.offsets[middle], ranked.offsets[middle + 1]):
            other = ranked.neighbours[far]
            if near[other] == 0.0:
                between[count] = other
                count += 1
            near[other] += ranked.share[middle]
    return count


@kernel
def able_rows(ranked: Ranked, ceiling: F64, last: int, least: int) -> Able:
    """The rows with those neighbours only whose rank is below `last` and whose bounds reach `least`."""
    actors = ranked.share.size
    is_able = np.zeros(actors, np.bool_)
    size = 0
    for actor in range(last):
        bound = 0.0
        for slot in range(ranked.offsets[actor], ranked.offsets[actor + 1]):
            bound += ranked.share[ranked.neighbours[slot]] * ceiling[ranked.neighbours[slot]]
        is_able[actor] = int(min(bound, ranked.bound[actor]) * STEPS) + 2 >= least
        size += (ranked.offsets[actor + 1] - ranked.offsets[actor]) * is_able[actor]
    offsets, neighbours = np.zeros(actors + 1, np.int64), np.empty(size, np.int32)
    end = 0
    for actor in range(actors):
        for slot in range(ranked.offsets[actor], ranked.offsets[actor + 1]):
            other = ranked.neighbours[slot]
            if other >= last:
                break
            if is_able[other]:
                neighbours[end] = other
                end += 1
        offsets[actor + 1] = end
    return Able(offsets, neighbours, is_able)


@kernel
def search_over_two(ranked: Ranked, able: Able, first: int, last: int, step: int, least: int, count: int) -> Best:
    """As `search_over_one`, over the two actors between, among those whom `able` tells."""
    best = _no_pairs(count)
    actors = ranked.share.size
    sums, mark, met = np.zeros(actors), np.full(actors, -1, np.int64), np.empty(actors, np.int32)
    near, between = np.zeros(actors), np.empty(actors, np.int32)
    for actor in range(first, last, step):
        if not able.is_able[actor]:
            continue
        for slot in range(ranked.offsets[actor], ranked.offsets[actor + 1]):
            mark[ranked.neighbours[slot]] = actor
        others = _draw_near(ranked, actor, near, between)
        near[actor] = 0.0
        found = 0
        for middle in between[:others]:
            value = near[middle] * ranked.share[middle]
            near[middle] = 0.0
            if value == 0.0:
                continue
            for far in range(able.offsets[middle], able.offsets[middle + 1]):
                other = able.neighbours[far]
                if other >= actor:
                    break
                if sums[other] == 0.0:
                    met[found] = other
                    found += 1
                sums[other] += value
        least = _offer_all(ranked, actor, sums, mark, met[:found], least, best)
    return best


@kernel
def _offer_all(ranked: Ranked, actor: int, sums: F64, mark: I64, met: I32, least: int, best: Best) -> int:
    """Offers an actor's pairs with those met who are not tied to it; gives what a pair needs from now on."""
    for other in met:
        score = int(sums[other] * STEPS + 0.5)
        sums[other] = 0.0
        if score < least or mark[other] == actor or not ranked.compatible[ranked.kind[actor], ranked.kind[other]]:
            continue
        one, two = ranked.place[actor], ranked.place[other]
        _offer(best, score, min(one, two), max(one, two))
        if best.size[0] == best.score.size:
            least = max(least, best.score[0])
    return least


@kernel
def _no_pairs(count: int) -> Best:
    return Best(np.zeros(count, np.int64), np.zeros(count, np.int64), np.zeros(count, np.int64), np.zeros(1, np.int64))


@kernel
def _is_worse(best: Best, place: int, score: int, one: int, other: int) -> bool:
    """Whether the pair at `place` comes after the given one: a smaller score, or as large and later in the order."""
    if best.score[place] != score:
        return bool(best.score[place] < score)
    if best.one[place] != one:
        return bool(best.one[place] > one)
    return bool(best.other[place] > other)


@kernel
def _put(best: Best, place: int, score: int, one: int, other: int) -> None:
    best.score[place] = score
    best.one[place] = one
    best.other[place] = other


@kernel
def _offer(best: Best, score: int, one: int, other: int) -> None:
    """Takes a pair in, in place of the worst one when full."""
    size = best.size[0]
    if size < best.score.size:
        place = size
        best.size[0] += 1
        while place > 0 and not _is_worse(best, (place - 1) // 2, score, one, other):
            above = (place - 1) // 2
            _put(best, place, best.score[above], best.one[above], best.other[above])
            place = above
        _put(best, place, score, one, other)
        return
    if not _is_worse(best, 0, score, one, other):
        return
    place = 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and _is_worse(best, below + 1, best.score[below], best.one[below], best.other[below]):
            below += 1
        if not _is_worse(best, below, score, one, other):
            break
        _put(best, place, best.score[below], best.one[below], best.other[below])
        place = below
    _put(best, place, score, one, other)
