"""Breadth-first searches from 64 actors at once, a bit each: what harmonic centrality, reach and distances are made of.

Each actor holds a word of 64 bits, a lane for every actor that a search starts from: which searches have found it, and
which found it just now. A level is found by pushing from a small frontier to its neighbours, or, from a large one, by
every actor that lacks searches pulling from its neighbours until it lacks none. Sums over many starts are made by
`wide_lanes`, 512 at once.

Sums are kept in whole numbers: they do not depend on the order of adding, so actors in the same position have the same
sum to the last bit, on any number of cores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np
from llvmlite import ir
from numba import extending, types
from numpy.typing import NDArray

from graphsvc.kernel.compiled import I32, I64, kernel
from graphsvc.kernel.rows import Rows, near_each_other, renumbered, well_connected_first
from graphsvc.kernel.threads import each
from graphsvc.kernel.wide_lanes import WIDE, add_wide_sums

LANES = 64
PARTS = 16
FARTHEST = 0xFFFF
U16 = NDArray[np.uint16]
U64 = NDArray[np.uint64]
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ONE = np.uint64(1)
_NONE = np.uint64(0)
_MANY = 6
"""A frontier whose rows hold more than this part of all slots is pulled from."""

intrinsic: Callable[[Callable[..., Any]], Any] = extending.intrinsic


@dataclass(frozen=True, slots=True)
class Field:
    """The rows that searches follow and the same rows seen from the other end, the best connected actors first.

    Attributes:
        rows: who is found from whom.
        back: who finds whom; the same as `rows` when undirected.
        order: the actors by their places in `rows`.
        place: the place of each actor in `rows`.
    """

    rows: Rows
    back: Rows
    order: I64
    place: I64

    @classmethod
    def of(cls, rows: Rows, back: Rows) -> Self:
        """The field of a network's rows; pass the same object twice for an undirected one."""
        order, place = well_connected_first(rows, back)
        ours = renumbered(rows, order, place)
        return cls(ours, ours if back is rows else renumbered(back, order, place), order, place)

    def __len__(self) -> int:
        return self.order.size

    def arrays(self) -> tuple[I64, I32, I64, I32]:
        return self.rows.offsets, self.rows.neighbours, self.back.offsets, self.back.neighbours

    def blocking(self, actors: I64) -> NDArray[np.bool_]:
        """Who is left out of searches, by places in `rows`."""
        blocked = np.zeros(len(self), dtype=np.bool_)
        blocked[self.place[actors]] = True
        return blocked

    def batches(self, starts: I64, lanes: int) -> list[I64]:
        """`starts` (actors, perhaps repeated) as places, in parts whose searches run together, so many at once."""
        near = near_each_other(self.rows, self.place[starts])
        return np.array_split(near, min(PARTS, -(-near.size // lanes)))


NOBODY = np.zeros(0, dtype=np.int64)


def found_sums(
    field: Field, starts: I64, *, first: int = 1, most: int, scale: int, by_distance: bool, without: I64 = NOBODY
) -> tuple[I64, I64]:
    """For every actor, summed over the searches of `starts` that find it at `first` to `most` ties.

    Args:
        field: what is searched.
        starts: where searches start, each a search of its own; an actor does not find itself.
        first: nearer actors are found, but not added.
        most: searches end after so many ties.
        scale: what finding an actor adds; starts.size * scale must fit into 63 bits.
        by_distance: whether that is divided by the distance (and rounded).
        without: actors who are left out of the network; none of them may be a start.

    Returns:
        (sums, sums of squares), by actor; the squares in the same scale, of shares of `scale`.
    """
    sums, squares = np.zeros((2, len(field)), dtype=np.int64)
    if not starts.size:
        return sums, squares
    work = partial(_sums_of, field, field.blocking(without), (first, most, scale, by_distance))
    for some, their_squares in each(work, field.batches(starts, WIDE if starts.size >= WIDE else LANES)):
        sums += some
        squares += their_squares
    return sums[field.place], squares[field.place]


def found_bits(field: Field, starts: I64, *, most: int) -> U64:
    """Which searches find whom: bit number i of an actor's row is start i (one row an actor, 64 bits a column).

    An actor finds itself. At 100,000 actors and 5,000 starts these are 63 MB.
    """
    words = -(-starts.size // LANES)
    bits = np.zeros((len(field), words), dtype=np.uint64)
    bounds = np.linspace(0, words, min(PARTS, words) + 1).astype(np.int64).tolist() if words else []
    work = partial(_fill_bits, field, field.place[starts].astype(np.int64), most, bits)
    each(work, list(pairwise(bounds)))
    found: U64 = bits[field.place]
    return found


def found_distances(field: Field, starts: I64, *, most: int = FARTHEST - 1) -> U16:
    """Ties from each of `starts` (a row each) to every actor (a column each); FARTHEST: not within `most`."""
    distances = np.full((starts.size, len(field)), FARTHEST, dtype=np.uint16)
    words = -(-starts.size // LANES)
    bounds = np.linspace(0, words, min(PARTS, words) + 1).astype(np.int64).tolist() if words else []
    work = partial(_fill_distances, field, field.place[starts].astype(np.int64), min(most, FARTHEST - 1), distances)
    each(work, list(pairwise(bounds)))
    return distances


def _sums_of(field: Field, blocked: NDArray[np.bool_], how: tuple[int, int, int, bool], starts: I64) -> tuple[I64, I64]:
    sums, squares = np.zeros((2, len(field)), dtype=np.int64)
    add_sums(*field.arrays(), starts, blocked, *how, sums, squares)
    return sums, squares


def _fill_distances(field: Field, starts: I64, most: int, distances: U16, words: tuple[int, int]) -> None:
    _put_distances(*field.arrays(), starts, most, field.order, distances, words[0], words[1])


def _fill_bits(field: Field, starts: I64, most: int, bits: U64, words: tuple[int, int]) -> None:
    _add_bits(*field.arrays(), starts, most, bits, words[0], words[1])


@intrinsic
def _ones(_context: Any, word: Any) -> Any:
    """How many bits of a word are set."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), generate


@intrinsic
def _lowest(_context: Any, word: Any) -> Any:
    """Which is the lowest bit that is set, of a word that is not zero."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


class Wave(NamedTuple):
    """The words of all actors, and lists of those on the frontier, found next, and touched in this batch."""

    seen: U64
    front: U64
    fresh: U64
    here: I32
    following: I32
    touched: I32


@kernel
def _wave(actors: int) -> Wave:
    words = np.zeros((3, actors), np.uint64)
    lists = np.empty((3, actors), np.int32)
    return Wave(words[0], words[1], words[2], lists[0], lists[1], lists[2])


@kernel
def _begin(wave: Wave, batch: I64) -> int:
    """Puts each start on the frontier in its lane; gives how many actors those are."""
    count = 0
    for lane in range(batch.size):
        actor = batch[lane]
        if wave.seen[actor] == _NONE:
            wave.here[count] = actor
            wave.touched[count] = actor
            count += 1
        bit = _ONE << np.uint64(lane)
        wave.seen[actor] |= bit
        wave.front[actor] |= bit
    return count


@kernel
def _push(offsets: I64, neighbours: I32, wave: Wave, count: int) -> int:
    found = 0
    for entry in range(count):
        actor = wave.here[entry]
        bits = wave.front[actor]
        for slot in range(offsets[actor], offsets[actor + 1]):
            other = neighbours[slot]
            new = bits & ~wave.seen[other]
            if new != _NONE:
                if wave.fresh[other] == _NONE:
                    wave.following[found] = other
                    found += 1
                wave.fresh[other] |= new
    return found


@kernel
def _pull(offsets: I64, neighbours: I32, wave: Wave, full: np.uint64) -> int:
    found = 0
    for actor in range(wave.seen.size):
        lacks = full & ~wave.seen[actor]
        if lacks == _NONE:
            continue
        bits = _NONE
        for slot in range(offsets[actor], offsets[actor + 1]):
            bits |= wave.front[neighbours[slot]]
            if bits & lacks == lacks:
                break
        bits &= lacks
        if bits != _NONE:
            wave.fresh[actor] = bits
            wave.following[found] = actor
            found += 1
    return found


@kernel
def _next_level(
    offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, wave: Wave, count: int, full: np.uint64
) -> int:
    """Finds the next level (its actors in `following`, their lanes in `fresh`) and clears the frontier."""
    slots = 0
    for entry in range(count):
        actor = wave.here[entry]
        slots += offsets[actor + 1] - offsets[actor]
    if slots * _MANY > neighbours.size:
        found = _pull(back_offsets, back_neighbours, wave, full)
    else:
        found = _push(offsets, neighbours, wave, count)
    for entry in range(count):
        wave.front[wave.here[entry]] = _NONE
    return found


@kernel
def _advance(wave: Wave, found: int, touched: int) -> int:
    """Makes what was found the frontier; gives how many actors were touched so far."""
    for entry in range(found):
        actor = wave.following[entry]
        new = wave.fresh[actor]
        if wave.seen[actor] == _NONE:
            wave.touched[touched] = actor
            touched += 1
        wave.seen[actor] |= new
        wave.front[actor] = new
        wave.fresh[actor] = _NONE
        wave.here[entry] = actor
    return touched


@kernel
def _clear(wave: Wave, count: int, touched: int) -> None:
    for entry in range(count):
        wave.front[wave.here[entry]] = _NONE
    for entry in range(touched):
        wave.seen[wave.touched[entry]] = _NONE


@kernel
def add_sums(
    offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, starts: I64, blocked: NDArray[np.bool_],
    first: int, most: int, scale: int, by_distance: bool, sums: I64, squares: I64,
) -> None:  # fmt: skip
    """`found_sums` for compiled callers: by places of a field, added to `sums` and `squares`."""
    rows = (offsets, neighbours, back_offsets, back_neighbours)
    if starts.size >= WIDE // 2:
        add_wide_sums(*rows, starts, blocked, first, most, scale, by_distance, sums, squares)
    else:
        _add_sums(*rows, starts, blocked, first, most, scale, by_distance, sums, squares)


@kernel
def _add_sums(
    offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, starts: I64, blocked: NDArray[np.bool_],
    first: int, most: int, scale: int, by_distance: bool, sums: I64, squares: I64,
) -> None:  # fmt: skip
    actors = offsets.size - 1
    wave = _wave(actors)
    for actor in range(actors):
        if blocked[actor]:
            wave.seen[actor] = _ALL
    for start in range(0, starts.size, LANES):
        batch = starts[start : start + LANES]
        full = _ALL >> np.uint64(LANES - batch.size)
        count = _begin(wave, batch)
        touched = count
        level = 0
        while count and level < most:
            level += 1
            found = _next_level(offsets, neighbours, back_offsets, back_neighbours, wave, count, full)
            if level >= first:
                worth = (2 * scale + level) // (2 * level) if by_distance else scale
                square = (2 * scale + level * level) // (2 * level * level) if by_distance else scale
                for entry in range(found):
                    actor = wave.following[entry]
                    ones = _ones(wave.fresh[actor])
                    sums[actor] += ones * worth
                    squares[actor] += ones * square
            touched = _advance(wave, found, touched)
            count = found
        _clear(wave, count, touched)


@kernel
def _add_bits(
    offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, starts: I64, most: int, bits: U64,
    first_word: int, last_word: int,
) -> None:  # fmt: skip
    wave = _wave(offsets.size - 1)
    for word in range(first_word, last_word):
        batch = starts[word * LANES : (word + 1) * LANES]
        full = _ALL >> np.uint64(LANES - batch.size)
        count = _begin(wave, batch)
        touched = count
        level = 0
        while count and level < most:
            level += 1
            found = _next_level(offsets, neighbours, back_offsets, back_neighbours, wave, count, full)
            touched = _advance(wave, found, touched)
            count = found
        for entry in range(touched):
            actor = wave.touched[entry]
            bits[actor, word] = wave.seen[actor]
        _clear(wave, count, touched)


@kernel
def _put_distances(
    offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, starts: I64, most: int, order: I64,
    distances: U16, first_word: int, last_word: int,
) -> None:  # fmt: skip
    wave = _wave(offsets.size - 1)
    for word in range(first_word, last_word):
        batch = starts[word * LANES : (word + 1) * LANES]
        full = _ALL >> np.uint64(LANES - batch.size)
        count = _begin(wave, batch)
        touched = count
        for lane in range(batch.size):
            distances[word * LANES + lane, order[batch[lane]]] = 0
        level = 0
        while count and level < most:
            level += 1
            found = _next_level(offsets, neighbours, back_offsets, back_neighbours, wave, count, full)
            for entry in range(found):
                bits = wave.fresh[wave.following[entry]]
                while bits != _NONE:
                    distances[word * LANES + _lowest(bits), order[wave.following[entry]]] = level
                    bits &= bits - _ONE
            touched = _advance(wave, found, touched)
            count = found
        _clear(wave, count, touched)
