"""How often an actor would broker in each role if the labels of the others were shuffled: exact, without a draw.

The ties stay where they are, and so does the label of the broker; the labels of all others with a known group are
dealt out anew, all alike or only among actors of the same kind. What a broker's two-step paths are is fixed by the
ties, so only their ends' labels are random. With m_c others of kind c, of which m_gc in group g, the ends i of kind a
and k of kind b are in groups g and h with probability m_ga m_hb / (m_a m_b) when a and b differ, and
m_ga (m_ha - [g = h]) / (m_a (m_a - 1)) when they are the same. So it is enough to know, of each broker, how many open
paths it has by (kind of i, kind of k); with one kind that is their number.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from graphsvc.kernel.brokerage import (
    COLUMNS,
    COORDINATOR,
    GATEKEEPER,
    ITINERANT,
    LIAISON,
    REPRESENTATIVE,
    Brokerage,
    with_total,
)
from graphsvc.kernel.compiled import F64, I32, I64, U8, kernel, sealed
from graphsvc.kernel.contacts import Contacts
from graphsvc.kernel.groups import Grouping, sizes_by_kind
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.triangles import upward

MOST_KINDS: Final = 100
_PARTS: Final = 2


def expected_roles(graph: TieGraph, found: Brokerage, kinds: Grouping | None = None) -> F64:
    """Actors x COLUMNS: the mean count of each role over all ways to deal the labels out.

    Args:
        graph: the one that was counted.
        found: what `brokerage(graph, grouping)` gave.
        kinds: labels stay among actors of one kind; those of unknown kind are one kind. None: everybody is alike.

    Returns:
        Float64; NaN for an actor whose group is not known, and for everybody when fewer than three are known. The
        total is the count itself. With one group, or each its own kind, nothing can be dealt out otherwise: the
        expected counts are the counts.

    Raises:
        ValueError: more than MOST_KINDS kinds.

    Source:
        The hypergeometric distribution; proved against all deals of small networks (tests).
    """
    grouping = found.grouping
    means = _alike(found) if kinds is None else _within_kinds(graph, grouping, kinds)
    rows: F64 = with_total(means, directed=found.directed)
    rows[:, -1] = found.total
    rows[~grouping.is_known if grouping.known > 2 else slice(None)] = np.nan
    return rows


def expected_in_network(expected: F64) -> F64:
    """By COLUMNS, the sum over all actors that have a value; NaN when nobody has."""
    has_value = ~np.isnan(expected[:, -1])
    return expected[has_value].sum(axis=0) if has_value.any() else np.full(len(COLUMNS), np.nan)


def _alike(found: Brokerage) -> F64:
    sizes, total = found.grouping.sizes, found.grouping.known
    own = np.append(sizes, 0)[found.grouping.numbers]
    pairs = max((total - 1) * (total - 2), 1)
    same = int((sizes * (sizes - 1)).sum())
    share = np.empty((own.size, LIAISON + 1))
    share[:, COORDINATOR] = (own - 1) * (own - 2) / pairs
    share[:, ITINERANT] = (same - own * (own - 1)) / pairs
    share[:, REPRESENTATIVE] = share[:, GATEKEEPER] = (own - 1) * (total - own) / pairs
    share[:, LIAISON] = _others(own, sizes, total) / pairs
    ordered = found.total * (1 if found.directed else 2)
    means: F64 = share * ordered[:, None]
    return means


def _others(own: I64, sizes: I64, total: int) -> I64:
    """Ordered pairs of actors of two different groups, neither of them the one with `own` members."""
    left = total - own
    pairs: I64 = left * left - (int((sizes * sizes).sum()) - own * own)
    return pairs


def _within_kinds(graph: TieGraph, grouping: Grouping, kinds: Grouping) -> F64:
    whole = kinds.with_unknown()
    if len(whole) > MOST_KINDS:
        raise ValueError(f"Labels can be shuffled within {MOST_KINDS} kinds at most; there are {len(whole)}.")
    paths = PathsByKind.of(graph, grouping, whole)
    sizes = sizes_by_kind(grouping, whole)
    return _weighed(
        paths.starts, paths.kinds, paths.counts_at, paths.counts,
        grouping.numbers, whole.numbers, sizes, sizes.sum(axis=0), sizes.T @ sizes,
    )  # fmt: skip


class PathsByKind:
    """Open two-step paths of every actor by the kinds of their ends.

    `kinds[starts[j]:starts[j + 1]]` are the kinds that contacts of j are of, ascending, L of them; the L x L counts of
    the paths from one of these kinds to another stand in `counts` from `counts_at[j]` on.
    """

    __slots__ = ("counts", "counts_at", "kinds", "starts")

    def __init__(self, starts: I64, kinds: I32, counts_at: I64, counts: I64) -> None:
        self.starts, self.kinds, self.counts_at, self.counts = starts, kinds, counts_at, counts

    @classmethod
    def of(cls, graph: TieGraph, grouping: Grouping, kinds: Grouping) -> PathsByKind:
        """Counted among actors of known groups; everybody has a kind."""
        contacts = Contacts.of(graph)
        rows, order = contacts.rows, upward(contacts.rows)
        kind = sealed(np.where(grouping.is_known, kinds.numbers, -1), np.int32)
        starts, held, places = _kinds_met(rows.offsets, rows.neighbours, kind, max(len(kinds), 1))
        counts_at = np.zeros(starts.size, dtype=np.int64)
        np.cumsum(np.diff(starts) ** 2, out=counts_at[1:])
        counts = _paths_by_kind(rows.offsets, rows.neighbours, contacts.direction, kind, starts, places, counts_at)
        given = (order.offsets, order.neighbours, order.slots, contacts.direction, kind, starts, places, counts_at)
        parts = each(lambda part: _minus_closed_by_kind(*given, *part), order.parts(_PARTS))
        return cls(starts, held, counts_at, sum(parts, counts))


@kernel
def _kinds_met(offsets: I64, neighbours: I32, kind: I32, kinds: int) -> tuple[I64, I32, I32]:
    """(where the kinds of each actor's contacts begin, those kinds, actors x kinds: place of a kind among them)."""
    actors = offsets.size - 1
    places = np.full((actors, kinds), -1, np.int32)
    starts = np.zeros(actors + 1, np.int64)
    for j in range(actors):
        if kind[j] >= 0:
            for slot in range(offsets[j], offsets[j + 1]):
                if kind[neighbours[slot]] >= 0:
                    places[j, kind[neighbours[slot]]] = 0
        met = 0
        for one in range(kinds):
            if places[j, one] == 0:
                places[j, one] = met
                met += 1
        starts[j + 1] = starts[j] + met
    held = np.empty(starts[actors], np.int32)
    for j in range(actors):
        for one in range(kinds):
            if places[j, one] >= 0:
                held[starts[j] + places[j, one]] = one
    return starts, held, places


@kernel
def _paths_by_kind(
    offsets: I64, neighbours: I32, direction: U8, kind: I32, starts: I64, places: I32, counts_at: I64
) -> I64:
    actors, kinds = places.shape
    counts = np.zeros(counts_at[actors], np.int64)
    gets = np.zeros(kinds, np.int64)
    gives = np.zeros(kinds, np.int64)
    both = np.zeros(kinds, np.int64)
    for j in range(actors):
        met = starts[j + 1] - starts[j]
        if met == 0:
            continue
        gets[:met] = 0
        gives[:met] = 0
        both[:met] = 0
        for slot in range(offsets[j], offsets[j + 1]):
            one = kind[neighbours[slot]]
            if one >= 0:
                place, way = places[j, one], direction[slot]
                gives[place] += way & 1
                gets[place] += way >> 1
                both[place] += way == 3
        for one in range(met):
            for other in range(met):
                counts[counts_at[j] + one * met + other] = gets[one] * gives[other]
            counts[counts_at[j] + one * met + one] -= both[one]
    return counts


@kernel
def _minus_closed_by_kind(
    offsets: I64, neighbours: I32, slots: I64, direction: U8, kind: I32, starts: I64, places: I32, counts_at: I64,
    begin: int, end: int,
) -> I64:  # fmt: skip
    actors = offsets.size - 1
    counts = np.zeros(counts_at[actors], np.int64)
    mark = np.zeros(actors, np.int64)
    for a in range(begin, end):
        if kind[a] < 0:
            continue
        for place in range(offsets[a], offsets[a + 1]):
            mark[neighbours[place]] = direction[slots[place]]
        for place in range(offsets[a], offsets[a + 1]):
            b = neighbours[place]
            ab = np.int64(direction[slots[place]])
            if kind[b] < 0:
                continue
            for far in range(offsets[b], offsets[b + 1]):
                c = neighbours[far]
                if mark[c] == 0 or kind[c] < 0:
                    continue
                ac, bc = mark[c], np.int64(direction[slots[far]])
                one, two, three = kind[a], kind[b], kind[c]
                through_a = counts_at[a], starts[a + 1] - starts[a], places[a, two], places[a, three]
                through_b = counts_at[b], starts[b + 1] - starts[b], places[b, one], places[b, three]
                through_c = counts_at[c], starts[c + 1] - starts[c], places[c, one], places[c, two]
                at, met, x, y = through_a
                counts[at + x * met + y] -= (ab >> 1) & ac & bc & 1
                counts[at + y * met + x] -= (ac >> 1) & ab & (bc >> 1) & 1
                at, met, x, y = through_b
                counts[at + x * met + y] -= ab & bc & ac & 1
                counts[at + y * met + x] -= (bc >> 1) & (ab >> 1) & (ac >> 1) & 1
                at, met, x, y = through_c
                counts[at + x * met + y] -= ac & (bc >> 1) & ab & 1
                counts[at + y * met + x] -= bc & (ac >> 1) & (ab >> 1) & 1
        for place in range(offsets[a], offsets[a + 1]):
            mark[neighbours[place]] = 0
    return counts


@kernel
def _weighed(
    starts: I64, held: I32, counts_at: I64, counts: I64, group: I32, kind: I32, sizes: I64, members: I64, same: I64
) -> F64:
    """Actors x roles: the paths of each pair of kinds times the chance of each role.

    sizes: groups x kinds; members: of each kind; same: kinds x kinds, sum over groups of the product of the sizes.
    """
    actors = group.size
    means = np.zeros((actors, 5))
    for j in range(actors):
        met = starts[j + 1] - starts[j]
        own = group[j]
        for x in range(met):
            a = held[starts[j] + x]
            all_a = np.float64(members[a] - (a == kind[j]))
            own_a = np.float64(sizes[own, a] - (a == kind[j]))
            for y in range(met):
                paths = counts[counts_at[j] + x * met + y]
                if paths == 0:
                    continue
                b = held[starts[j] + y]
                all_b = np.float64(members[b] - (b == kind[j]))
                own_b = np.float64(sizes[own, b] - (b == kind[j]))
                left_a, left_b = all_a - own_a, all_b - own_b
                alike = np.float64(same[a, b]) - np.float64(sizes[own, a]) * np.float64(sizes[own, b])
                inside, across, pairs = own_a * own_b, alike, all_a * all_b
                if a == b:
                    inside, across, pairs = own_a * (own_a - 1.0), alike - left_a, all_a * (all_a - 1.0)
                means[j, COORDINATOR] += paths * (inside / pairs)
                means[j, ITINERANT] += paths * (across / pairs)
                means[j, REPRESENTATIVE] += paths * (own_a * left_b / pairs)
                means[j, GATEKEEPER] += paths * (left_a * own_b / pairs)
                means[j, LIAISON] += paths * ((left_a * left_b - alike) / pairs)
    return means
