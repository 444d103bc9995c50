"""What a question about routes works in: the network's rows with their lengths, and arrays that are used again.

An array with a place for every actor is never made or cleared for a question. Its entries carry the number of the
question (the stamp); an entry of another question counts as empty. Whoever a question touches gets the next local
number, and all that is known of it stands in a short row of a table that only grows as far as the question reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import I32, I64, kernel, sealed
from graphsvc.kernel.tiegraph import TieGraph

INFINITE: Final = 2**62
LONGEST_TIE: Final = 2**56
"""The largest length of one tie: more than a chance of 1e-31,000,000, and six of them can be added."""
_LAST_STAMP: Final = 2**31 - 1
_SPARE: Final = 8
LOW: Final = 2**32 - 1
_CACHED: Final = "_route_rows"
Side = tuple[I64, I32, I64]


class Net(NamedTuple):
    """The ties as seen by those who ask (`offsets`, ...), and against their direction (`back_...`), one length a slot.

    In each row the shortest tie comes first, so that reading stops at the first that is too long.

    `blocked[actor]`: it may not stand inside a route; an empty array: everybody may. `shortest`: of all ties.
    """

    offsets: I64
    neighbours: I32
    lengths: I64
    back_offsets: I64
    back_neighbours: I32
    back_lengths: I64
    blocked: NDArray[np.bool_]
    shortest: int


class Question(NamedTuple):
    """Who asks for routes to whom.

    Local numbers go to the askers first, then to the seeds (the other ends), then to the vias.

    Attributes:
        askers, seeds, vias: actors; nobody twice.
        stamp: the number of the question.
        longest: the most ties of a route.
        wanted: the most routes.
        each_first_step: only the best route of each different second actor.
        from_the_end: routes that are else equal are ordered as if read from their seed to their asker.
    """

    askers: I32
    seeds: I32
    vias: I32
    stamp: int
    longest: int
    wanted: int
    each_first_step: bool
    from_the_end: bool


class Work(NamedTuple):
    """The arrays that one question after the other uses again.

    A state is a touched actor and the number of `vias` passed so far: local number * (vias + 1) + that number.

    Attributes:
        places: for every actor of the network stamp * 2**32 + local number + 1; the last part 0 when it is blocked.
        actors: the actor of each local number.
        walks: a row of 2 * longest numbers a state; in 2j and 2j + 1 the length and the longest single tie of the best
            walk of exactly j ties from it to a seed. Of two walks of one length the better has the smaller longest
            tie. A walk that is no better than one of fewer ties is left out.
        nears: a row of `longest` numbers a state; in i the least length of a walk of exactly i ties to it from an
            asker, unless one of fewer ties is as short. In 0 bits: j, that it stands in layer j; 8 + j, that its walk
            of j ties was pulled.
        layers: states by ties to the seeds; layer j begins at j * (number of all states).
        levels: states by ties from the askers, likewise.
        given: [how many local numbers are given].
    """

    places: I64
    actors: I32
    walks: I64
    nears: I64
    layers: I64
    levels: I64
    given: I64


class Front(NamedTuple):
    """How far both sides are: `layers[j]` states in layer j, the least length among them, `levels[i]` in level i."""

    layers: I64
    least: I64
    levels: I64


class Scratch:
    """The arrays of `Work` for networks of up to `size` actors; one question at a time."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.stamp = 0
        self._work: Work | None = None

    def work(self, longest: int, stages: int) -> Work:
        """The arrays, wide enough for routes of `longest` ties through `stages - 1` vias, with a stamp of its own."""
        # Memory that is asked for and never touched costs nothing: the system gives pages when they are written.
        states, width = self.size * stages, max(longest, 4)
        work = self._work
        if work is None or work.walks.size < states * 2 * longest:
            work = self._work = Work(
                np.zeros(self.size, dtype=np.int64) if work is None else work.places,
                np.empty(self.size, dtype=np.int32),
                np.empty(states * 2 * width, dtype=np.int64),
                np.empty(states * width, dtype=np.int64),
                np.empty(states * width, dtype=np.int64),
                np.empty(states * width, dtype=np.int64),
                np.zeros(1, dtype=np.int64),
            )
        if self.stamp == _LAST_STAMP:
            work.places[:] = 0
            self.stamp = 0
        self.stamp += 1
        return work


_spare: list[Scratch] = []
_lock = Lock()


@contextmanager
def scratch(actors: int) -> Iterator[Scratch]:
    """A scratch for a network of so many actors, for this question alone; given back at its end for the next."""
    with _lock:
        fitting = [one for one in _spare if one.size == actors]
        if fitting:
            _spare.remove(fitting[-1])
    mine = fitting[-1] if fitting else Scratch(actors)
    yield mine
    with _lock:
        _spare.append(mine)
        del _spare[:-_SPARE]


def net_of(graph: TieGraph, blocked: NDArray[np.bool_] | None, *, reverse: bool = False) -> Net:
    """The rows of a network by length (made once a network: 12 bytes a slot, 0.1 s for 500,000 ties).

    Raises:
        ValueError: lengths are no whole numbers or too large, or `blocked` has not one entry an actor.
    """
    held = vars(graph).get(_CACHED)
    if held is None:
        held = vars(graph)[_CACHED] = _rows(graph)
    sides, shortest = held
    if blocked is None:
        mask = sealed(np.zeros(0, dtype=np.bool_))
    else:
        mask = sealed(blocked, np.bool_)
        if mask.shape != (len(graph),):
            raise ValueError("blocked must hold one truth value for each actor.")
    (offsets, neighbours, lengths), (back_offsets, back_neighbours, back_lengths) = sides[::-1] if reverse else sides
    return Net(offsets, neighbours, lengths, back_offsets, back_neighbours, back_lengths, mask, shortest)


def _rows(graph: TieGraph) -> tuple[tuple[Side, Side], int]:
    lengths = graph.lengths("length")
    if not np.issubdtype(lengths.dtype, np.integer):
        raise ValueError("Routes need lengths that are whole numbers.")
    if lengths.size and int(lengths.max()) > LONGEST_TIE:
        raise ValueError("A tie is too long for routes.")
    forward, back = graph.forward, graph.reverse_rows
    there = sealed(forward.along(lengths), np.int64)
    # A slot of the reverse rows names the forward slot of the tie, which is the number of the tie.
    again = there if back is forward else sealed(lengths[back.ties], np.int64)
    side = _by_length(forward.offsets, forward.neighbours, there)
    sides = side, side if back is forward else _by_length(back.offsets, back.neighbours, again)
    return sides, int(lengths.min()) if lengths.size else 1


def _by_length(offsets: I64, neighbours: I32, lengths: I64) -> Side:
    order = _shortest_first(offsets, lengths)
    return offsets, sealed(neighbours[order]), sealed(lengths[order])


@kernel
def _shortest_first(offsets: I64, lengths: I64) -> I64:
    """The slots, in each row by length; of equal length in their order."""
    order = np.empty(lengths.size, np.int64)
    for row in range(offsets.size - 1):
        start, end = offsets[row], offsets[row + 1]
        order[start:end] = start + np.argsort(lengths[start:end], kind="mergesort")
    return order


@kernel
def local_number(net: Net, work: Work, asked: Question, actor: int) -> int:
    """The local number of an actor, a new one when it is touched for the first time; -1 when it is blocked."""
    seen = work.places[actor]
    if seen >> 32 == asked.stamp:
        return int(seen & LOW) - 1
    if net.blocked.size > 0 and net.blocked[actor]:
        work.places[actor] = asked.stamp << 32
        return -1
    return give_number(work, asked, actor)


@kernel
def give_number(work: Work, asked: Question, actor: int) -> int:
    """The next local number for an actor, with an empty row."""
    local = work.given[0]
    work.given[0] = local + 1
    work.actors[local] = actor
    work.places[actor] = (asked.stamp << 32) | (local + 1)
    row = (asked.vias.size + 1) * asked.longest
    for cell in range(local * row, (local + 1) * row):
        work.nears[cell] = INFINITE
        work.walks[2 * cell] = INFINITE
    for cell in range(local * row, (local + 1) * row, asked.longest):
        work.nears[cell] = 0
    return int(local)


@kernel
def known_number(work: Work, asked: Question, actor: int) -> int:
    """The local number of an actor that the question has touched; -1 for everybody else."""
    seen = work.places[actor]
    return int(seen & LOW) - 1 if seen >> 32 == asked.stamp else -1


@kernel
def stage_after(asked: Question, local: int, stage: int) -> int:
    """How many vias are passed when a route at `stage` goes on to an inner actor; -1 when it may not."""
    via = local - asked.askers.size - asked.seeds.size
    if via >= asked.vias.size:
        return stage
    return stage + 1 if via == stage else -1


@kernel
def stage_before(asked: Question, local: int, stage: int, ties: int) -> int:
    """How many vias are passed at an inner actor from which a route goes on at `stage`; -1 when it may not stand there.

    Nor when too few of the longest route's ties are left before it, with `ties` after it.
    """
    via = local - asked.askers.size - asked.seeds.size
    if via >= asked.vias.size:
        return stage if ties < asked.longest - stage else -1
    return stage if via + 1 == stage and ties <= asked.longest - stage else -1


@kernel
def improve(work: Work, asked: Question, front: Front, state: int, ties: int, length: int, widest: int) -> bool:
    """Notes a walk to a seed, when it is better than those known of as many ties and of fewer."""
    walks, cell = work.walks, state * 2 * asked.longest
    for fewer in range(cell + 2, cell + 2 * ties + 2, 2):
        if walks[fewer] < length or (walks[fewer] == length and walks[fewer + 1] <= widest):
            return False
    walks[cell + 2 * ties] = length
    walks[cell + 2 * ties + 1] = widest
    front.least[ties] = min(front.least[ties], length)
    return True
