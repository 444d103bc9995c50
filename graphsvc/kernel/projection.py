"""One-mode ties out of two-mode ones: how much actors met at events (Newman 2001).

Two who took part in an event of n people count 1 / (n - 1) for it; events of one person tie nobody. So an actor's
strengths add up to the number of events where it was not alone. An event of more than `LARGEST` people says next to
nothing about two of them (less than 1 / 2,000) and would cost millions of pairs: it is left out as a whole, here and in
the backbone, and counted in `left_out`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from graphsvc.kernel.compiled import F64, I32, I64, kernel, sealed
from graphsvc.kernel.rows import Rows, forward_rows
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph

LARGEST = 2_000
_PARTS = 8


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who took part in what, each once, sorted by event, then by person.

    Attributes:
        event, person: numbers, one entry a participation.
        given: for each row given, the place of its entry.
    """

    event: I64
    person: I64
    given: I64

    @classmethod
    def of(cls, event: ArrayLike, person: ArrayLike) -> Attendance:
        """From rows (event, person), of which there may be several of one participation. Numbers of 0 or more."""
        events, people = np.asarray(event, dtype=np.int64), np.asarray(person, dtype=np.int64)
        if events.shape != people.shape or min(events.min(initial=0), people.min(initial=0)) < 0:
            raise ValueError("event and person must be numbers of 0 or more, as many of one as of the other.")
        size = int(people.max(initial=0)) + 1
        entries, given = np.unique(events * size + people, return_inverse=True)
        return cls(entries // size, entries % size, given)

    @property
    def bounds(self) -> I64:
        """Where each event's entries begin, and the end."""
        starts = np.flatnonzero(np.diff(self.event, prepend=-1))
        return np.append(starts, self.event.size)

    def sizes(self) -> I64:
        """How many people each entry's event has."""
        sizes = np.diff(self.bounds)
        return np.repeat(sizes, sizes)

    def up_to(self, largest: int) -> Attendance:
        """Without the events of more than `largest` people; `given` is then of no use and empty."""
        kept = self.sizes() <= largest
        return Attendance(self.event[kept], self.person[kept], np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Meetings:
    """Pairs who met: `one` < `other`, sorted; what they count together, at how many events they met.

    `left_out` is the number of events that were too large.
    """

    one: I64
    other: I64
    strength: F64
    shared: I64
    left_out: int


def share(size: I64) -> F64:
    """What an event of so many people counts for two of them: 1 / (size - 1); 1 where there are no two."""
    return 1.0 / np.maximum(size - 1, 1)


def meetings(event: ArrayLike, person: ArrayLike, *, largest: int = LARGEST) -> Meetings:
    """Everybody who met, out of rows (event, person); the same row twice counts once.

    Time and memory grow with the sum of the squares of the sizes of events.

    Raises:
        ValueError: arrays of different lengths, or a number below 0.
    """
    everything = Attendance.of(event, person)
    kept = everything.up_to(largest)
    left_out = everything.bounds.size - kept.bounds.size
    people = int(kept.person.max(initial=-1)) + 1
    if not people:
        empty = np.zeros(0, dtype=np.int64)
        return Meetings(empty, empty, np.zeros(0), empty, left_out)
    _, place = np.unique(kept.event, return_inverse=True)
    order = np.lexsort((place, kept.person))
    attended = Rows(
        sealed(forward_rows(people, kept.person[order].astype(np.int32))), sealed(place[order].astype(np.int32)), None
    )
    present = Rows(sealed(kept.bounds), sealed(kept.person.astype(np.int32)), None)
    worth = sealed(share(np.diff(kept.bounds)))
    edges = np.linspace(0, people, min(_PARTS, people) + 1).astype(np.int64).tolist()
    parts = each(partial(_met, attended, present, worth), list(pairwise(edges)))
    one, other, strength, shared = (np.concatenate(side) for side in zip(*parts, strict=True))
    return Meetings(one, other, strength, shared, left_out)


def projected(graph: TieGraph, is_event: ArrayLike, *, largest: int = LARGEST) -> TieGraph:
    """The one-mode network of those who are no events, with what they met as strength; undirected.

    Everybody stays in it, in order. Ties between two who are no events, and between two events, are not looked at.

    Args:
        graph: ties join an event and a person, in any direction; strengths are not looked at.
        is_event: for each actor, in the order of the ids.
    """
    events = np.asarray(is_event, dtype=np.bool_)
    ego, alter = graph.ends()
    mixed = events[ego] != events[alter]
    event = np.where(events[ego], ego, alter)[mixed]
    person = np.where(events[ego], alter, ego)[mixed]
    place = np.cumsum(~events) - 1
    met = meetings(event, place[person], largest=largest)
    ids = [actor for actor, is_one in zip(graph.ids, events.tolist(), strict=True) if not is_one]
    return TieGraph.from_arrays(ids, met.one, met.other, directed=False, strength=met.strength)


def _met(attended: Rows, present: Rows, worth: F64, part: tuple[int, int]) -> tuple[I64, I64, F64, I64]:
    rows = (attended.offsets, attended.neighbours, present.offsets, present.neighbours)
    size = int(_count_met(*rows, *part))
    one, other, shared = (np.empty(size, dtype=np.int64) for _ in range(3))
    strength = np.empty(size)
    _fill_met(*rows, worth, *part, one, other, strength, shared)
    return one, other, strength, shared


@kernel
def _count_met(offsets: I64, events: I32, starts: I64, people: I32, first: int, last: int) -> int:
    """How many pairs (one from `first` to before `last`, other above it) met."""
    mark = np.full(offsets.size - 1, -1, np.int64)
    count = 0
    for one in range(first, last):
        for slot in range(offsets[one], offsets[one + 1]):
            for far in range(starts[events[slot] + 1] - 1, starts[events[slot]] - 1, -1):
                other = people[far]
                if other <= one:
                    break
                if mark[other] != one:
                    mark[other] = one
                    count += 1
    return count


@kernel
def _fill_met(
    offsets: I64,
    events: I32,
    starts: I64,
    people: I32,
    worth: F64,
    first: int,
    last: int,
    ones: I64,
    others: I64,
    strength: F64,
    shared: I64,
) -> None:
    actors = offsets.size - 1
    sums, times = np.zeros(actors), np.zeros(actors, np.int64)
    met = np.empty(actors, np.int64)
    end = 0
    for one in range(first, last):
        count = 0
        for slot in range(offsets[one], offsets[one + 1]):
            event = events[slot]
            for far in range(starts[event + 1] - 1, starts[event] - 1, -1):
                other = people[far]
                if other <= one:
                    break
                if times[other] == 0:
                    met[count] = other
                    count += 1
                times[other] += 1
                sums[other] += worth[event]
        for other in np.sort(met[:count]):
            ones[end] = one
            others[end] = other
            strength[end] = sums[other]
            shared[end] = times[other]
            sums[other], times[other] = 0.0, 0
            end += 1
