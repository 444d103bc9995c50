"""Where the actors of a small map stand: stress majorization from hop distances, then room for the labels.

Deterministic: the same graph in the same order gives the same picture. For up to some 400 actors (n x n arrays).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from graphsvc.kernel.compiled import F64, I32, I64, kernel

STEP: Final = 128.0
"""Pixels that one tie takes."""
WIDE: Final = 110.0
HIGH: Final = 64.0
"""Two actors closer than this (in pixels, across and down) would lay their labels over each other."""
_ROUNDS: Final = 60
_TURN: Final = 2.399963229728653  # the golden angle, in radians: no two actors start in one point


def small_map(size: int, ego: I32, alter: I32, *, centre: int = 0) -> F64:
    """Positions of `size` actors in pixels, as a size x 2 array; actor `centre` stands at (0, 0).

    Args:
        size: number of actors.
        ego, alter: int32, places (0 to size - 1) of the ends of each tie; direction does not matter.
        centre: the actor in the middle.

    Source:
        Gansner, Koren and North (2004), Graph Drawing, 239-250; start by classical scaling (Torgerson 1952).
    """
    if size == 0:
        return np.zeros((0, 2))
    distance = hop_distances(size, np.ascontiguousarray(ego), np.ascontiguousarray(alter))
    return _placed(distance, centre)


def hop_distances(size: int, ego: I32, alter: I32) -> I64:
    """Steps between every two actors, size x size; pairs without a route get one more than the longest route."""
    near = np.zeros((size, size), dtype=np.bool_)
    near[ego, alter] = near[alter, ego] = True
    np.fill_diagonal(near, val=False)
    offsets = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(near.sum(axis=1), out=offsets[1:])
    return _hops(offsets, np.nonzero(near)[1].astype(np.int32))


@kernel
def _hops(offsets: I64, neighbours: I32) -> I64:
    size = offsets.size - 1
    distance = np.full((size, size), -1, np.int64)
    queue = np.empty(size, np.int64)
    longest = 0
    for source in range(size):
        distance[source, source] = 0
        queue[0] = source
        read, written = 0, 1
        while read < written:
            actor = queue[read]
            read += 1
            for place in range(offsets[actor], offsets[actor + 1]):
                other = neighbours[place]
                if distance[source, other] < 0:
                    distance[source, other] = distance[source, actor] + 1
                    longest = max(longest, distance[source, other])
                    queue[written] = other
                    written += 1
    for one in range(size):
        for other in range(size):
            if distance[one, other] < 0:
                distance[one, other] = longest + 1
    return distance


@kernel
def _placed(distance: I64, centre: int) -> F64:
    place = _scaled(distance)
    _majorize(place, distance)
    for actor in range(place.shape[0]):
        for axis in range(2):
            place[actor, axis] *= STEP
    _settle(place, centre)
    _spread(place, centre)
    _settle(place, centre)
    return place


@kernel
def _settle(place: F64, centre: int) -> None:
    across, down = place[centre, 0], place[centre, 1]
    for actor in range(place.shape[0]):
        place[actor, 0] -= across
        place[actor, 1] -= down


@kernel
def _scaled(distance: I64) -> F64:
    """Classical scaling by power iteration; the first actor that stands off an axis stands on its positive side."""
    size = distance.shape[0]
    centred = np.empty((size, size))
    means = np.zeros(size)
    for one in range(size):
        for other in range(size):
            centred[one, other] = -0.5 * distance[one, other] * distance[one, other]
            means[one] += centred[one, other] / size
    mean = means.mean()
    for one in range(size):
        for other in range(size):
            centred[one, other] += mean - means[one] - means[other]
    place = np.empty((size, 2))
    for axis in range(2):
        vector = np.empty(size)
        for actor in range(size):
            vector[actor] = np.cos((actor + 1) * (axis + 1) * _TURN)
        value = 0.0
        for _ in range(100):
            value, vector = _sharpened(centred, vector)
        for actor in range(size):
            if abs(vector[actor]) > 1e-6:
                value *= np.sign(vector[actor])
                break
        scale = np.sqrt(abs(value)) * np.sign(value)
        for one in range(size):
            place[one, axis] = scale * vector[one] + 0.05 * (np.cos(one * _TURN) if axis == 0 else np.sin(one * _TURN))
            for other in range(size):
                centred[one, other] -= abs(value) * vector[one] * vector[other]
    return place


@kernel
def _sharpened(matrix: F64, vector: F64) -> tuple[float, F64]:
    """One step of power iteration: the length of matrix x vector, and its direction (zero where it vanishes)."""
    size = vector.size
    product = np.zeros(size)
    length = 0.0
    for one in range(size):
        for other in range(size):
            product[one] += matrix[one, other] * vector[other]
        length += product[one] * product[one]
    length = np.sqrt(length)
    if length < 1e-9:
        return 0.0, np.zeros(size)
    return length, product / length


@kernel
def _majorize(place: F64, distance: I64) -> None:
    """Rounds of localized stress majorization with weights 1 / distance squared, all actors from the last round."""
    size = place.shape[0]
    for _ in range(_ROUNDS):
        before = place.copy()
        for one in range(size):
            total, across, down = 0.0, 0.0, 0.0
            for other in range(size):
                if one == other:
                    continue
                hops = distance[one, other]
                weight = 1.0 / (hops * hops)
                x, y = before[one, 0] - before[other, 0], before[one, 1] - before[other, 1]
                ratio = hops / max(np.sqrt(x * x + y * y), 1e-9)
                across += weight * (before[other, 0] + ratio * x)
                down += weight * (before[other, 1] + ratio * y)
                total += weight
            if total > 0.0:
                place[one, 0], place[one, 1] = across / total, down / total


@kernel
def _spread(place: F64, centre: int) -> None:
    """Push apart what is closer than a label needs; whoever stands further left or higher stays so."""
    size = place.shape[0]
    for _ in range(4 * _ROUNDS):
        moved = False
        for one in range(size):
            for other in range(one + 1, size):
                x, y = place[other, 0] - place[one, 0], place[other, 1] - place[one, 1]
                lack_x, lack_y = WIDE - abs(x), HIGH - abs(y)
                if lack_x <= 0.5 or lack_y <= 0.5:
                    continue
                moved = True
                axis = 1 if lack_y / HIGH < lack_x / WIDE else 0
                push = (lack_y if axis == 1 else lack_x) * (1.0 if (y if axis == 1 else x) >= 0.0 else -1.0)
                if one == centre:
                    place[other, axis] += push
                elif other == centre:
                    place[one, axis] -= push
                else:
                    place[one, axis] -= 0.5 * push
                    place[other, axis] += 0.5 * push
        if not moved:
            return
