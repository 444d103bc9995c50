"""The steps of the Leiden method (Traag, Waltman and van Eck 2019), compiled: move, refine, aggregate.

Rows are symmetric with one value above zero a slot and no slot to oneself. `degree` is the sum of an actor's values
(for an aggregate: of its members'), `pressure` the resolution over the sum of all degrees; an actor of degree k gains
(value of its ties into a group) - pressure x k x (degrees in that group) by joining it. Groups are labelled 0 to n - 1.
Gains are compared with a margin, so that rounding never makes an actor move for ever.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64, kernel
from graphsvc.kernel.randomness import STEP, draw, scrambled

MARGIN = 1e-12
"""Of an actor's degree: a gain below it is none."""


class Level(NamedTuple):
    """A network whose actors may stand for several: rows, values, degrees."""

    offsets: I64
    neighbours: I32
    values: F64
    degree: F64


class Queue(NamedTuple):
    """Actors that have to look round again, each at most once in it."""

    ring: I32
    waits: NDArray[np.bool_]


@kernel
def move(level: Level, order: I64, pressure: float, group: I32) -> None:
    """Lets every actor join the group where it gains most until nobody gains any more; changes `group`."""
    actors = order.size
    # For each group side by side, as they are needed together: the degrees in it; the values of one actor into it.
    sums, size = np.zeros((actors, 2)), np.zeros(actors, np.int32)
    for actor in range(actors):
        sums[group[actor], 0] += level.degree[actor]
        size[group[actor]] += 1
    free = np.empty(actors, np.int32)
    spare = 0
    for label in range(actors - 1, -1, -1):
        if size[label] == 0:
            free[spare] = label
            spare += 1
    queue = Queue(order.astype(np.int32), np.ones(actors, np.bool_))
    met = np.empty(actors, np.int32)
    first, waiting = 0, actors
    while waiting:
        actor = queue.ring[first]
        first = first + 1 if first + 1 < actors else 0
        waiting -= 1
        queue.waits[actor] = False
        own = group[actor]
        sums[own, 0] -= level.degree[actor]
        size[own] -= 1
        best = _best_group(level, actor, pressure, group, sums, met)
        if best < 0 and size[own] > 0:
            spare -= 1
            best = free[spare]
        elif best < 0:
            best = own
        sums[best, 0] += level.degree[actor]
        size[best] += 1
        if best == own:
            continue
        if size[own] == 0:
            free[spare] = own
            spare += 1
        group[actor] = best
        waiting += _wake(level, actor, best, group, queue, (first + waiting) % actors)


@kernel
def _best_group(level: Level, actor: int, pressure: float, group: I32, sums: F64, met: I32) -> int:
    """The group that an actor gains most by; its own, when no other is better; -1 when it gains most alone."""
    count = 0
    for slot in range(level.offsets[actor], level.offsets[actor + 1]):
        label = group[level.neighbours[slot]]
        if sums[label, 1] == 0.0:
            met[count] = label
            count += 1
        sums[label, 1] += level.values[slot]
    pull = pressure * level.degree[actor]
    own = group[actor]
    best, most = own, sums[own, 1] - pull * sums[own, 0]
    margin = MARGIN * level.degree[actor]
    for place in range(count):
        label = met[place]
        gain = sums[label, 1] - pull * sums[label, 0]
        sums[label, 1] = 0.0
        if gain > most + margin:
            best, most = label, gain
    return -1 if most < -margin else best


@kernel
def _wake(level: Level, actor: int, label: int, group: I32, queue: Queue, end: int) -> int:
    """Puts the neighbours outside the group `label` into the queue at `end`; gives how many."""
    added = 0
    for slot in range(level.offsets[actor], level.offsets[actor + 1]):
        other = level.neighbours[slot]
        if group[other] != label and not queue.waits[other]:
            queue.waits[other] = True
            queue.ring[end] = other
            end = end + 1 if end + 1 < queue.ring.size else 0
            added += 1
    return added


@kernel
def refine(level: Level, order: I64, pressure: float, group: I32) -> I32:
    """Divides each group into parts that are connected: the part of each actor, labelled by one of its members.

    Everybody starts alone. In turn each who is still alone, and well connected to its group, joins the part of the
    same group where it gains most, among the parts that are well connected to it too.
    """
    actors = order.size
    part, whole = np.arange(actors, dtype=np.int32), np.zeros(actors)
    # For each part side by side: the degrees in it; its values into the rest of its group; those of one actor into it.
    sums = np.zeros((actors, 3))
    for actor in range(actors):
        sums[actor, 0] = level.degree[actor]
        whole[group[actor]] += level.degree[actor]
        for slot in range(level.offsets[actor], level.offsets[actor + 1]):
            if group[level.neighbours[slot]] == group[actor]:
                sums[actor, 1] += level.values[slot]
    is_alone, met = np.ones(actors, np.bool_), np.empty(actors, np.int32)
    for actor in order:
        pull, rest = pressure * level.degree[actor], whole[group[actor]] - level.degree[actor]
        margin = MARGIN * level.degree[actor]
        if not is_alone[actor] or sums[actor, 1] < pull * rest - margin:
            continue
        count = 0
        for slot in range(level.offsets[actor], level.offsets[actor + 1]):
            other = level.neighbours[slot]
            if group[other] == group[actor]:
                label = part[other]
                if sums[label, 2] == 0.0:
                    met[count] = label
                    count += 1
                sums[label, 2] += level.values[slot]
        best, most, joining = -1, -margin, 0.0
        for place in range(count):
            label = met[place]
            towards, degrees, outer = sums[label, 2], sums[label, 0], sums[label, 1]
            sums[label, 2] = 0.0
            gain = towards - pull * degrees
            if gain > most and outer >= pressure * degrees * (whole[group[actor]] - degrees) - margin:
                best, most, joining = label, gain, towards
        if best >= 0:
            part[actor] = best
            sums[best, 0] += level.degree[actor]
            sums[best, 1] += sums[actor, 1] - 2.0 * joining
            is_alone[actor] = is_alone[best] = False
    return part


@kernel
def shuffled(size: int, seed: np.uint64) -> I64:
    """The numbers from 0 to size - 1 in an order that `seed` chooses (Fisher and Yates)."""
    order = np.arange(size)
    state = scrambled(seed + STEP)
    for last in range(size - 1, 0, -1):
        state += STEP
        other = int(draw(state) * (last + 1))
        order[last], order[other] = order[other], order[last]
    return order


@kernel
def numbered(labels: I32, labelled: int) -> tuple[I32, int]:
    """Labels below `labelled` as numbers without gaps in the order of their first actors; how many."""
    number = np.full(labelled, -1, np.int32)
    result = np.empty(labels.size, np.int32)
    count = 0
    for actor in range(labels.size):
        if number[labels[actor]] < 0:
            number[labels[actor]] = count
            count += 1
        result[actor] = number[labels[actor]]
    return result, count


@kernel
def aggregate(level: Level, part: I32, parts: int) -> Level:
    """The network of the parts (numbered without gaps): values between two are added up, those inside left out."""
    starts = np.zeros(parts + 1, np.int64)
    degree = np.zeros(parts)
    for actor in range(part.size):
        starts[part[actor] + 1] += 1
        degree[part[actor]] += level.degree[actor]
    for one in range(parts):
        starts[one + 1] += starts[one]
    fill, members = starts[:-1].copy(), np.empty(part.size, np.int64)
    for actor in range(part.size):
        members[fill[part[actor]]] = actor
        fill[part[actor]] += 1
    offsets = np.zeros(parts + 1, np.int64)
    neighbours = np.empty(level.neighbours.size, np.int32)
    values = np.empty(level.neighbours.size)
    place_of = np.full(parts, -1, np.int64)
    end = 0
    for one in range(parts):
        for member in members[starts[one] : starts[one + 1]]:
            for slot in range(level.offsets[member], level.offsets[member + 1]):
                other = part[level.neighbours[slot]]
                if other == one:
                    continue
                if place_of[other] < offsets[one]:
                    place_of[other] = end
                    neighbours[end] = other
                    values[end] = 0.0
                    end += 1
                values[place_of[other]] += level.values[slot]
        offsets[one + 1] = end
    return Level(offsets, neighbours[:end].copy(), values[:end].copy(), degree)


@kernel
def connected(offsets: I64, neighbours: I32, group: I32) -> I32:
    """The groups with each that is not connected taken apart, which is never worth less; by their first actors."""
    actors = group.size
    label, path = np.full(actors, -1, np.int32), np.empty(actors, np.int32)
    count = 0
    for root in range(actors):
        if label[root] >= 0:
            continue
        label[root], path[0], size = count, root, 1
        while size:
            size -= 1
            actor = path[size]
            for slot in range(offsets[actor], offsets[actor + 1]):
                other = neighbours[slot]
                if label[other] < 0 and group[other] == group[root]:
                    label[other] = count
                    path[size] = other
                    size += 1
        count += 1
    return label


@kernel
def worth(offsets: I64, neighbours: I32, values: F64, group: I32, resolution: float) -> float:
    """The modularity of a division labelled 0 to n - 1."""
    inside = 0.0
    degrees = np.zeros(group.size)
    for actor in range(group.size):
        for slot in range(offsets[actor], offsets[actor + 1]):
            degrees[group[actor]] += values[slot]
            if group[neighbours[slot]] == group[actor]:
                inside += values[slot]
    whole = values.sum()
    expected = 0.0
    for label in range(group.size):
        expected += (degrees[label] / whole) ** 2
    return float(inside / whole - resolution * expected)
