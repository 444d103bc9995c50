"""How rarely shuffled labels give an actor as many, or as few, of a role as it has: by drawing deals of the labels.

What is drawn is what `brokerage_expected` gives the mean of: the ties and the broker's label stay, the labels of its
contacts are dealt out anew without replacement, within kinds where kinds are given. The work is cut into parts that
depend on the network only, so the same seed gives the same values on any number of cores.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np

from graphsvc.kernel.brokerage import (
    COORDINATOR,
    GATEKEEPER,
    ITINERANT,
    LIAISON,
    REPRESENTATIVE,
    Brokerage,
    role_of,
)
from graphsvc.kernel.compiled import F64, I32, I64, U8, kernel, sealed
from graphsvc.kernel.contacts import Contacts
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.randomness import STEP, draw, stream
from graphsvc.kernel.rows import twin_slots
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.triangles import upward

ROUNDS: Final = 999
_PARTS: Final = 16


@dataclass(frozen=True, slots=True)
class RoleChances:
    """(1 + deals with as many or more) / (1 + deals), and the same with as few or fewer: float64, actors x ROLES.

    NaN where no deal gave another count than the one there is: nothing is told from nothing that varies. So it is for
    everybody with one group, for an actor that brokers nothing, and for one whose group is not known.
    """

    as_many: F64
    as_few: F64
    rounds: int
    seed: int


def role_chances(
    graph: TieGraph, found: Brokerage, kinds: Grouping | None = None, *, rounds: int = ROUNDS, seed: int = 0
) -> RoleChances:
    """Permutation p-values of every actor's roles; time grows with rounds x (ties + triangles).

    Args:
        graph: the one that was counted.
        found: what `brokerage(graph, grouping)` gave.
        kinds: labels stay among actors of one kind; those of unknown kind are one kind. None: everybody is alike.
        rounds: how many deals are drawn.
        seed: chooses them.

    Raises:
        ValueError: rounds is below 1.
    """
    if rounds < 1:
        raise ValueError("At least one round is needed.")
    work = _Work.of(graph, found, kinds)
    each(partial(work.deal, rounds, np.uint64(seed % 2**64)), work.parts())
    varies = (work.as_many < rounds) | (work.as_few < rounds)
    as_many, as_few = (np.where(varies, (1 + counts) / (1 + rounds), np.nan) for counts in (work.as_many, work.as_few))
    return RoleChances(as_many, as_few, rounds, seed)


@dataclass(frozen=True, slots=True)
class _Work:
    """All that a deal needs."""

    contacts: Contacts
    closed: Closed
    group: I32
    kind: I32
    """-1 for who has no known group."""
    order: I32
    """Those of known groups, by kind."""
    starts: I64
    """Where each kind begins in `order`."""
    counts: I64
    """Ordered pairs."""
    as_many: I64
    as_few: I64

    @classmethod
    def of(cls, graph: TieGraph, found: Brokerage, kinds: Grouping | None) -> _Work:
        grouping = found.grouping
        numbers = np.zeros(len(graph), dtype=np.int32) if kinds is None else kinds.with_unknown().numbers
        kind = np.where(grouping.is_known, numbers, -1)
        known = np.flatnonzero(grouping.is_known)
        order = known[np.argsort(kind[known], kind="stable")]
        starts = np.searchsorted(kind[order], np.arange(kind.max(initial=0) + 2))
        contacts = Contacts.of(graph)
        counts = found.counts[:, : LIAISON + 1].copy()
        if not found.directed:
            counts[:, [COORDINATOR, ITINERANT, LIAISON]] *= 2
        return cls(
            contacts=contacts,
            closed=Closed.of(contacts, grouping),
            group=grouping.numbers,
            kind=sealed(kind, np.int32),
            order=sealed(order, np.int32),
            starts=sealed(starts, np.int64),
            counts=sealed(counts),
            as_many=np.zeros(counts.shape, dtype=np.int64),
            as_few=np.zeros(counts.shape, dtype=np.int64),
        )

    def parts(self) -> list[tuple[int, int]]:
        """From which actor to which, with about the same work in each part."""
        cost = self.contacts.rows.offsets + self.closed.offsets
        bounds = np.searchsorted(cost, np.linspace(0, cost[-1], _PARTS + 1))
        bounds[0], bounds[-1] = 0, self.group.size
        return list(pairwise(bounds.tolist()))

    def deal(self, rounds: int, seed: np.uint64, part: tuple[int, int]) -> None:
        """Counts, for the actors of a part, the deals with as many and with as few."""
        rows, closed = self.contacts.rows, self.closed
        _deal(
            rows.offsets, rows.neighbours, self.contacts.direction, closed.offsets, closed.first, closed.second,
            closed.ways, self.group, self.kind, self.order, self.starts, self.counts, self.as_many, self.as_few,
            rounds, seed, *part,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Closed:
    """The pairs of contacts of each actor between which a closed path leads over it.

    Those of actor j stand from `offsets[j]` to `offsets[j + 1]`: the places of the two in its row, counted from its
    beginning, and `ways`: 1 the path leads from the first to the second, 2 back, 3 both.
    """

    offsets: I64
    first: I32
    second: I32
    ways: U8

    @classmethod
    def of(cls, contacts: Contacts, grouping: Grouping) -> Closed:
        """Three pairs at most for each triangle of actors of known groups: 9 bytes each."""
        rows, up = contacts.rows, upward(contacts.rows)
        given = (
            *(rows.offsets, up.offsets, up.neighbours, up.slots, twin_slots(rows)),
            *(contacts.direction, grouping.numbers),
        )
        offsets = np.zeros(rows.offsets.size, dtype=np.int64)
        nowhere = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint8))
        counts = np.zeros(len(offsets) - 1, dtype=np.int64)
        _find_closed(*given, counts, *nowhere)
        np.cumsum(counts, out=offsets[1:])
        first, second = (np.empty(offsets[-1], dtype=np.int32) for _ in range(2))
        ways = np.empty(offsets[-1], dtype=np.uint8)
        _find_closed(*given, offsets[:-1].copy(), first, second, ways)
        return cls(sealed(offsets), sealed(first), sealed(second), sealed(ways))


@kernel
def _find_closed(
    row_offsets: I64, offsets: I64, neighbours: I32, slots: I64, twins: I64, direction: U8, group: I32,
    fill: I64, first: I32, second: I32, ways: U8,
) -> None:  # fmt: skip
    """Puts each pair where `fill` says and moves that on; with empty arrays it counts only."""
    actors = row_offsets.size - 1
    mark = np.full(actors, -1, np.int64)
    for a in range(actors):
        if group[a] < 0:
            continue
        for place in range(offsets[a], offsets[a + 1]):
            mark[neighbours[place]] = slots[place]
        for place in range(offsets[a], offsets[a + 1]):
            b = neighbours[place]
            if group[b] < 0:
                continue
            ab = slots[place]
            for far in range(offsets[b], offsets[b + 1]):
                c = neighbours[far]
                ac, bc = mark[c], slots[far]
                if ac < 0 or group[c] < 0:
                    continue
                for corner in range(3):
                    if corner == 0:
                        j, one, other, between = a, ab, ac, direction[bc]
                    elif corner == 1:
                        j, one, other, between = b, twins[ab], bc, direction[ac]
                    else:
                        j, one, other, between = c, twins[ac], twins[bc], direction[ab]
                    way = (direction[one] >> 1) & direction[other] & between & 1
                    way |= (((direction[other] >> 1) & direction[one] & (between >> 1)) & 1) << 1
                    if way == 0:
                        continue
                    if first.size:
                        first[fill[j]] = one - row_offsets[j]
                        second[fill[j]] = other - row_offsets[j]
                        ways[fill[j]] = way
                    fill[j] += 1
        for place in range(offsets[a], offsets[a + 1]):
            mark[neighbours[place]] = -1


@kernel
def _deal(
    offsets: I64, neighbours: I32, direction: U8, closed_offsets: I64, first: I32, second: I32, ways: U8, group: I32,
    kind: I32, order: I32, starts: I64, counts: I64, as_many: I64, as_few: I64, rounds: int, seed: np.uint64,
    begin: int, end: int,
) -> None:  # fmt: skip
    actors = group.size
    pool = order.copy()
    place_of = np.zeros(actors, np.int64)
    for place in range(pool.size):
        place_of[pool[place]] = place
    dealt = np.zeros(starts.size, np.int64)
    longest = 0
    for j in range(begin, end):
        longest = max(longest, offsets[j + 1] - offsets[j])
    labels = np.empty(longest, np.int32)
    groups = 1 + (group.max() if actors else 0)
    gets, gives, both = np.zeros(groups, np.int64), np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    roles = np.zeros(5, np.int64)
    for j in range(begin, end):
        own = group[j]
        if own < 0 or counts[j].sum() == 0:
            as_many[j] = rounds
            as_few[j] = rounds
            continue
        # The broker keeps its label: it goes to the end of its kind, which is then one shorter.
        _swap(pool, place_of, place_of[j], starts[kind[j] + 1] - 1)
        row, width = offsets[j], offsets[j + 1] - offsets[j]
        state = stream(seed, j)
        for _ in range(rounds):
            state = _deal_labels(labels, width, neighbours, row, j, group, kind, starts, pool, place_of, dealt, state)
            _count(labels, width, direction, row, own, gets, gives, both, roles)
            for pair in range(closed_offsets[j], closed_offsets[j + 1]):
                i, k = labels[first[pair]], labels[second[pair]]
                roles[role_of(i, own, k)] -= ways[pair] & 1
                roles[role_of(k, own, i)] -= ways[pair] >> 1
            for role in range(5):
                as_many[j, role] += roles[role] >= counts[j, role]
                as_few[j, role] += roles[role] <= counts[j, role]


@kernel
def _deal_labels(
    labels: I32, width: int, neighbours: I32, row: int, j: int, group: I32, kind: I32, starts: I64,
    pool: I32, place_of: I64, dealt: I64, state: np.uint64,
) -> np.uint64:  # fmt: skip
    """A label for each contact of j, drawn without replacement among the others of its kind; -1 where unknown."""
    for at in range(width):
        one = kind[neighbours[row + at]]
        if one < 0:
            labels[at] = -1
            continue
        left = starts[one + 1] - starts[one] - (one == kind[j]) - dealt[one]
        state += STEP
        top = starts[one] + dealt[one]
        _swap(pool, place_of, top, top + int(draw(state) * left))
        labels[at] = group[pool[top]]
        dealt[one] += 1
    for at in range(width):
        if labels[at] >= 0:
            dealt[kind[neighbours[row + at]]] = 0
    return state


@kernel
def _swap(pool: I32, place_of: I64, one: int, other: int) -> None:
    left, right = pool[one], pool[other]
    pool[one], pool[other] = right, left
    place_of[right], place_of[left] = one, other


@kernel
def _count(
    labels: I32, width: int, direction: U8, row: int, own: int, gets: I64, gives: I64, both: I64, roles: I64
) -> None:
    """The roles on all paths between different contacts, open or closed, by the groups in `labels`."""
    got, given, mutual = 0, 0, 0
    for at in range(width):
        one, way = labels[at], direction[row + at]
        if one >= 0:
            gives[one] += way & 1
            gets[one] += way >> 1
            both[one] += way == 3
            given += way & 1
            got += way >> 1
            mutual += way == 3
    inside = gets[own] * gives[own] - both[own]
    roles[COORDINATOR] = inside
    roles[REPRESENTATIVE] = gets[own] * (given - gives[own])
    roles[GATEKEEPER] = (got - gets[own]) * gives[own]
    alike = 0
    for at in range(width):
        one = labels[at]
        if one >= 0:
            # A group is counted when it is first met and is empty afterwards.
            alike += gets[one] * gives[one] - both[one]
            gives[one], gets[one], both[one] = 0, 0, 0
    roles[ITINERANT] = alike - inside
    roles[LIAISON] = got * given - mutual - alike - roles[REPRESENTATIVE] - roles[GATEKEEPER]
