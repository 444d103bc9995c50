"""Rows of neighbours (CSR): building them from ties, turning them round, joining both directions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64, kernel, sealed


@dataclass(frozen=True, slots=True)
class Rows:
    """Neighbours of actor v are `neighbours[offsets[v]:offsets[v + 1]]`, ascending; a place in there is a slot.

    `ties[slot]` is the number of the tie that the slot stands for; None: slot and tie have the same number.
    """

    offsets: I64
    neighbours: I32
    ties: I32 | None

    def along(self, values: NDArray[Any]) -> NDArray[Any]:
        """`values` (one a tie) as one a slot."""
        return values if self.ties is None else sealed(values[self.ties])

    def degrees(self) -> I64:
        """Number of neighbours of every actor."""
        return np.diff(self.offsets)


def forward_rows(actors: int, ego: I32) -> I64:
    """Offsets of the rows of ties that are sorted by ego."""
    offsets = np.zeros(actors + 1, dtype=np.int64)
    np.cumsum(np.bincount(ego, minlength=actors), out=offsets[1:])
    return offsets


def reverse_rows(rows: Rows) -> Rows:
    """The rows of directed ties seen from their alters."""
    offsets, neighbours, ties = _reverse(rows.offsets, rows.neighbours)
    return Rows(sealed(offsets), sealed(neighbours), sealed(ties))


def both_ways(actors: int, ego: I32, alter: I32) -> Rows:
    """The rows of undirected ties, given once each with ego < alter and sorted by (ego, alter)."""
    offsets, neighbours, ties = _both_ways(actors, sealed(ego), sealed(alter))
    return Rows(sealed(offsets), sealed(neighbours), sealed(ties))


def chosen_slots(rows: Rows, slots: I64) -> Rows:
    """The rows with some of their slots only (ascending places in `neighbours`); what belongs to each is by slot."""
    owner = np.repeat(np.arange(rows.offsets.size - 1, dtype=np.int32), rows.degrees())[slots]
    return Rows(sealed(forward_rows(rows.offsets.size - 1, owner)), sealed(rows.neighbours[slots]), None)


def joined_rows(forward: Rows, reverse: Rows, values: F64) -> tuple[Rows, F64]:
    """Rows of everybody tied in either direction, and the sum of the values of both directions in each slot."""
    offsets, neighbours, sums = _join(
        forward.offsets,
        forward.neighbours,
        forward.along(values),
        reverse.offsets,
        reverse.neighbours,
        reverse.along(values),
    )
    return Rows(sealed(offsets), sealed(neighbours), None), sealed(sums)


def rows_with_directions(forward: Rows, reverse: Rows) -> tuple[Rows, NDArray[np.uint8]]:
    """Rows of everybody tied in either direction; in each slot 1: the tie is given, 2: it is received, 3: both."""
    ties = forward.neighbours.size
    given, received = np.full(ties, 1, dtype=np.uint8), np.full(ties, 2, dtype=np.uint8)
    offsets, neighbours, directions = _join(
        forward.offsets, forward.neighbours, sealed(given), reverse.offsets, reverse.neighbours, sealed(received)
    )
    return Rows(sealed(offsets), sealed(neighbours), None), sealed(directions)


def twin_slots(rows: Rows) -> I64:
    """For each slot from a to b of symmetric rows, the slot from b to a."""
    return _twins(rows.offsets, rows.neighbours)


def well_connected_first(forward: Rows, back: Rows) -> tuple[I64, I64]:
    """(the actors by falling number of ties, the place of each actor among them)."""
    order = np.argsort(-(forward.degrees() + back.degrees()), kind="stable")
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    return order, place


def renumbered(rows: Rows, order: I64, place: I64) -> Rows:
    """The rows with the best connected actors first: what is read most then lies together."""
    degrees = rows.degrees()[order]
    offsets = np.zeros(order.size + 1, dtype=np.int64)
    np.cumsum(degrees, out=offsets[1:])
    slots = np.arange(rows.neighbours.size) + np.repeat(rows.offsets[:-1][order] - offsets[:-1], degrees)
    return Rows(offsets, place[rows.neighbours[slots]].astype(np.int32), None)


def near_each_other(rows: Rows, sources: I64) -> I64:
    """The sources, those with the same best connected neighbour together: their levels then mostly coincide."""
    hub = np.full(rows.offsets.size - 1, -1, dtype=np.int64)
    tied = np.flatnonzero(rows.degrees())
    if tied.size:
        hub[tied] = np.minimum.reduceat(rows.neighbours, rows.offsets[:-1][tied])
    return sources[np.lexsort((sources, hub[sources]))]


@kernel
def _reverse(offsets: I64, neighbours: I32) -> tuple[I64, I32, I32]:
    actors = offsets.size - 1
    out_offsets = np.zeros(actors + 1, np.int64)
    for slot in range(neighbours.size):
        out_offsets[neighbours[slot] + 1] += 1
    for actor in range(actors):
        out_offsets[actor + 1] += out_offsets[actor]
    fill = out_offsets[:-1].copy()
    out_neighbours = np.empty(neighbours.size, np.int32)
    ties = np.empty(neighbours.size, np.int32)
    for actor in range(actors):
        for slot in range(offsets[actor], offsets[actor + 1]):
            place = fill[neighbours[slot]]
            fill[neighbours[slot]] = place + 1
            out_neighbours[place] = actor
            ties[place] = slot
    return out_offsets, out_neighbours, ties


@kernel
def _twins(offsets: I64, neighbours: I32) -> I64:
    twins = np.empty(neighbours.size, np.int64)
    fill = offsets[:-1].copy()
    for actor in range(offsets.size - 1):
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            twins[slot] = fill[other]
            fill[other] += 1
    return twins


@kernel
def _both_ways(actors: int, ego: I32, alter: I32) -> tuple[I64, I32, I32]:
    below = np.zeros(actors, np.int64)
    above = np.zeros(actors, np.int64)
    for tie in range(ego.size):
        above[ego[tie]] += 1
        below[alter[tie]] += 1
    offsets = np.zeros(actors + 1, np.int64)
    for actor in range(actors):
        offsets[actor + 1] = offsets[actor] + below[actor] + above[actor]
        above[actor] = offsets[actor] + below[actor]
        below[actor] = offsets[actor]
    neighbours = np.empty(2 * ego.size, np.int32)
    ties = np.empty(2 * ego.size, np.int32)
    for tie in range(ego.size):
        one, other = ego[tie], alter[tie]
        neighbours[above[one]] = other
        ties[above[one]] = tie
        above[one] += 1
        neighbours[below[other]] = one
        ties[below[other]] = tie
        below[other] += 1
    return offsets, neighbours, ties


@kernel
def _join(
    offsets: I64,
    neighbours: I32,
    values: NDArray[Any],
    back_offsets: I64,
    back_neighbours: I32,
    back_values: NDArray[Any],
) -> tuple[I64, I32, NDArray[Any]]:
    actors = offsets.size - 1
    out_offsets = np.zeros(actors + 1, np.int64)
    out_neighbours = np.empty(2 * neighbours.size, np.int32)
    sums = np.empty(2 * neighbours.size, values.dtype)
    place = 0
    for actor in range(actors):
        i, j = offsets[actor], back_offsets[actor]
        while i < offsets[actor + 1] or j < back_offsets[actor + 1]:
            has_out, has_in = i < offsets[actor + 1], j < back_offsets[actor + 1]
            if has_out and has_in and neighbours[i] == back_neighbours[j]:
                out_neighbours[place] = neighbours[i]
                sums[place] = values[i] + back_values[j]
                i += 1
                j += 1
            elif not has_in or (has_out and neighbours[i] < back_neighbours[j]):
                out_neighbours[place] = neighbours[i]
                sums[place] = values[i]
                i += 1
            else:
                out_neighbours[place] = back_neighbours[j]
                sums[place] = back_values[j]
                j += 1
            place += 1
        out_offsets[actor + 1] = place
    return out_offsets, out_neighbours[:place].copy(), sums[:place].copy()
