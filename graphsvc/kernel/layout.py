"""Where the actors of a small map stand: stress majorization from hop distances, then room for the labels.

Deterministic: the same graph in the same order gives the same picture. For up to some 400 actors (n x n arrays).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graphsvc.kernel.compiled import F64, I32

STEP = 128.0
"""Pixels that one tie takes."""
ROUNDS = 60
WIDE, HIGH = 110.0, 64.0
"""Two actors closer than this (in pixels, across and down) would lay their labels over each other."""


def small_map(size: int, ego: I32, alter: I32, *, centre: int = 0) -> F64:
    """Positions of `size` actors in pixels, as a size x 2 array; actor `centre` stands at (0, 0).

    Args:
        size: number of actors.
        ego, alter: positions (0 to size - 1) of the ends of each tie; direction does not matter.
        centre: the actor in the middle.
    """
    if size == 0:
        return np.zeros((0, 2))
    distance = hop_distances(size, ego, alter)
    place = _scaled(distance)
    place = _majorized(place, distance) * STEP
    place = _spread(place - place[centre], centre)
    settled: F64 = place - place[centre]
    return settled


def hop_distances(size: int, ego: I32, alter: I32) -> F64:
    """Steps between every two actors, size x size; pairs without a route get one more than the longest route."""
    near = np.zeros((size, size), dtype=np.bool_)
    near[ego, alter] = near[alter, ego] = True
    np.fill_diagonal(near, val=False)
    reached = np.eye(size, dtype=np.bool_)
    distance = np.full((size, size), np.inf)
    np.fill_diagonal(distance, 0.0)
    frontier, step = reached, 0
    while frontier.any():
        step += 1
        frontier = (frontier.astype(np.float32) @ near.astype(np.float32) > 0) & ~reached
        distance[frontier] = step
        reached |= frontier
    longest = distance[np.isfinite(distance)].max()
    distance[np.isinf(distance)] = longest + 1.0
    return distance


def _scaled(distance: F64) -> F64:
    """Classical scaling (Torgerson 1952); signs are fixed so that the picture never flips."""
    size = len(distance)
    square = distance**2
    centred = -0.5 * (square - square.mean(axis=0) - square.mean(axis=1)[:, None] + square.mean())
    values, vectors = np.linalg.eigh(centred)
    place = np.zeros((size, 2))
    for column, number in enumerate((-1, -2)[: min(2, size)]):
        axis = np.round(vectors[:, number], 9)
        sign = np.sign(axis[np.argmax(np.abs(axis))]) or 1.0
        place[:, column] = sign * axis * np.sqrt(max(values[number], 0.0))
    # Actors with the same neighbours would start, and stay, in one point.
    angle = np.arange(size) * 2.399963229728653
    return place + 0.05 * np.column_stack((np.cos(angle), np.sin(angle)))


def _majorized(place: F64, distance: F64) -> F64:
    """Stress majorization (Gansner, Koren and North 2004), weights 1/d^2, by the localized form."""
    weight = np.zeros_like(distance)
    np.divide(1.0, distance**2, out=weight, where=distance > 0)
    total = weight.sum(axis=1)[:, None]
    if not total.all():
        return place
    for _ in range(ROUNDS):
        apart = place[:, None, :] - place[None, :, :]
        length = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-9)
        ratio = weight * distance / length
        place = (weight @ place + (ratio[:, :, None] * apart).sum(axis=1)) / total
    return place


def _spread(place: F64, centre: int) -> F64:
    """Push apart what is closer than a label needs; whoever stands further left or higher stays so."""
    room = np.array([WIDE, HIGH])
    for _ in range(ROUNDS):
        apart = place[:, None, :] - place[None, :, :]
        lack = 1.0 - np.abs(apart) / room
        overlap: npt.NDArray[np.bool_] = (lack > 0.0).all(axis=2)
        np.fill_diagonal(overlap, val=False)
        if not overlap.any():
            break
        along_y = lack[:, :, 1] < lack[:, :, 0]
        order = np.sign(np.arange(len(place))[:, None] - np.arange(len(place))[None, :])
        push = np.zeros_like(apart)
        for axis, chosen in ((0, ~along_y), (1, along_y)):
            sense = np.where(apart[:, :, axis] == 0.0, order, np.sign(apart[:, :, axis]))
            push[:, :, axis] = np.where(overlap & chosen, 0.5 * lack[:, :, axis] * room[axis] * sense, 0.0)
        place = place + push.sum(axis=1) / np.maximum(overlap.sum(axis=1), 1)[:, None]
        place[centre] = 0.0
    return place
