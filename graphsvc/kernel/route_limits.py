"""Up to which length routes are looked for: guesses from what stands near the ends, and what is known on the way.

A guess is no answer: where fewer routes than wanted are as short as guessed, all is done again with a larger one, and
at last without any. Where enough are found, none of those wanted is longer, and all that was left out for being longer
could not have been among them.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from graphsvc.kernel.compiled import I32, I64, kernel
from graphsvc.kernel.route_scratch import INFINITE, Front, Net, Question, Work

_WALKS: Final = 16
"""So many walks of two ties measure how far an end reaches."""
_BEST_CONNECTED: Final = 128
"""Nothing is guessed between ends that all have at most so many ties: to read them all costs less."""
_FIRST: Final = {1: 2.4, 2: 2.4, 3: 2.4, 4: 2.4, 5: 1.6, 6: 1.2}
"""The first guess over the sum of both reaches, by the most ties of a route: with more ties, the best are shorter.

Tried on 100,000 and 1,000,000 actors. Fifth best routes of at most four ties were 1.1 to 3.2 times as long as that sum,
from 5 to 95 in a hundred."""
_LAST: Final = 4
"""The largest guess over the first; then all ties are read."""
_POWER: Final = 4
_LEAST_GROWTH: Final = 1.1
"""What may be x times as long is taken to be x to this power times as many; a guess grows by a tenth at least."""


def first_guess(net: Net, sources: I32, targets: I32, longest: int, steps: int = 0) -> int:
    """A length that the wanted routes may not exceed, or INFINITE where to guess is not worth while.

    Nor is it where the sources have fewer than `steps` ties.
    """
    reach = _both_reach(net, sources, targets, steps, _BEST_CONNECTED, _WALKS)
    return int(_FIRST[longest] * reach) if reach < INFINITE else INFINITE


def next_guess(guess: int, first: int, found: int, wanted: int) -> int:
    """A larger one than `guess`, within which `found` were found; INFINITE when that is far above the `first`."""
    growth = max(((wanted + 1) / (found + 0.5)) ** (1 / _POWER), _LEAST_GROWTH)
    larger = max(int(guess * growth), guess + 1)
    return larger if larger <= _LAST * first else INFINITE


@kernel
def _both_reach(net: Net, sources: I32, targets: I32, steps: int, few: int, walks: int) -> int:
    """How far both ends reach together; INFINITE with fewer than `steps` first steps, or at most `few` ties each."""
    degrees = net.offsets[sources + 1] - net.offsets[sources]
    back_degrees = net.back_offsets[targets + 1] - net.back_offsets[targets]
    if degrees.sum() < steps or max(degrees.max(), back_degrees.max()) <= few:
        return INFINITE
    there = _reach(net.offsets, net.neighbours, net.lengths, sources, walks)
    back = _reach(net.back_offsets, net.back_neighbours, net.back_lengths, targets, walks)
    return there + back if max(there, back) < INFINITE else INFINITE


@kernel
def _reach(offsets: I64, neighbours: I32, lengths: I64, actors: I32, walks: int) -> int:
    """The length of the `walks`th shortest walk of two ties from any of `actors`; INFINITE when there are fewer.

    Of everybody only the `walks` shortest ties are read.
    """
    best = np.full(walks, INFINITE, np.int64)
    for actor in actors:
        for slot in range(offsets[actor], min(offsets[actor] + walks, offsets[actor + 1])):
            middle = neighbours[slot]
            for more in range(offsets[middle], min(offsets[middle] + walks, offsets[middle + 1])):
                if lengths[slot] + lengths[more] >= best[-1]:
                    break
                _insert(best, lengths[slot] + lengths[more])
    return int(best[-1])


@kernel
def limit_by_first_steps(work: Work, asked: Question, front: Front, limit: int) -> int:
    """The length of the last wanted one of the routes known so far: the best from each first step, each direct tie.

    With vias nothing is known: the best walk from a first step need not be a route. Nor when none is wanted, as then
    what is asked is how far everybody is.
    """
    if asked.vias.size > 0 or asked.wanted == 0:
        return limit
    best = np.full(asked.wanted, INFINITE, np.int64)
    for seed in range(asked.askers.size, asked.askers.size + asked.seeds.size):
        _insert(best, work.nears[seed * asked.longest + 1])
    start = work.places.size
    for place in range(start, start + front.levels[1]):
        cell = work.levels[place] * asked.longest
        least = INFINITE
        for ties in range(1, asked.longest):
            least = min(least, work.walks[2 * (cell + ties)])
        if least < INFINITE:
            _insert(best, work.nears[cell + 1] + least)
    return int(min(limit, best[-1]))


@kernel
def least_near(work: Work, asked: Question, front: Front) -> int:
    """The length of the shortest tie from an asker to whoever can stand inside a route."""
    shortest = INFINITE
    start = work.places.size * (asked.vias.size + 1)
    for place in range(start, start + front.levels[1]):
        shortest = min(shortest, work.nears[work.levels[place] * asked.longest + 1])
    return shortest


@kernel
def _insert(best: I64, length: int) -> None:
    place = best.size - 1
    if length >= best[place]:
        return
    while place > 0 and best[place - 1] > length:
        best[place] = best[place - 1]
        place -= 1
    best[place] = length
