"""Brokerage roles between groups (Gould and Fernandez 1989), counted exactly without listing two-step paths.

j brokers the ordered pair (i, k) when i is tied to j, j to k, and i not to k; whether k is tied to i does not matter.
For each j the paths are counted by the groups of its contacts, and then one pass over the triangles takes the closed
ones out. So an actor with very many contacts costs no more than its ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import I32, I64, U8, kernel, sealed
from graphsvc.kernel.contacts import Contacts
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.triangles import upward

ROLES: Final = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
"""With the groups of i, j, k: AAA, ABA, AAB (carries out of its group), ABB (lets into its group), ABC."""
COLUMNS: Final = (*ROLES, "total")
COORDINATOR, ITINERANT, REPRESENTATIVE, GATEKEEPER, LIAISON, TOTAL = range(6)
_PARTS: Final = 4
_HALVED = [COORDINATOR, ITINERANT, LIAISON]


@dataclass(frozen=True, slots=True)
class Brokerage:
    """How often each actor brokers, by role.

    Attributes:
        grouping: the groups it was counted for. An actor whose group is not known is nobody's i, j or k: what is
            counted is the network of the others.
        directed: whether pairs are ordered. In an undirected network each pair counts once, and representative and
            gatekeeper are one role, the gateway between its own group and another: both columns hold its count, and the
            total counts it once.
        counts: int64, actors x COLUMNS; zeros for an actor whose group is not known (see `grouping.is_known`).
    """

    grouping: Grouping
    directed: bool
    counts: I64

    @property
    def total(self) -> I64:
        """For each actor, its open two-step paths."""
        total: I64 = self.counts[:, TOTAL]
        return total

    @property
    def network(self) -> I64:
        """The sums over all actors, by COLUMNS."""
        sums: I64 = self.counts.sum(axis=0)
        return sums


def brokerage(graph: TieGraph, grouping: Grouping) -> Brokerage:
    """The roles of every actor.

    Source:
        Gould and Fernandez (1989), Sociological Methodology 19, 89-126.
    """
    contacts = Contacts.of(graph)
    order = upward(contacts.rows)
    given = (order.offsets, order.neighbours, order.slots, contacts.direction, grouping.numbers)
    parts = each(lambda part: _minus_closed(*given, *part), order.parts(_PARTS))
    return as_brokerage(graph, grouping, sum(parts, all_paths(contacts, grouping)))


def as_brokerage(graph: TieGraph, grouping: Grouping, ordered: NDArray[Any]) -> Brokerage:
    """What the counts of ordered pairs (actors x ROLES) say of a directed or an undirected network."""
    return Brokerage(grouping, graph.is_directed(), sealed(with_total(ordered, directed=graph.is_directed())))


def with_total(ordered: NDArray[Any], *, directed: bool) -> NDArray[Any]:
    """Numbers of ordered pairs by ROLES as numbers by COLUMNS; undirected: each pair once, the gateway in both."""
    roles = ordered.copy()
    if directed:
        total = roles.sum(axis=1)
    else:
        halves = roles[:, _HALVED] / 2
        roles[:, _HALVED] = halves if roles.dtype.kind == "f" else halves.astype(roles.dtype)
        total = roles.sum(axis=1) - roles[:, GATEKEEPER]
    return np.column_stack([roles, total])


def all_paths(contacts: Contacts, grouping: Grouping) -> I64:
    """Actors x ROLES: two-step paths between different actors of known groups, open and closed."""
    rows = contacts.rows
    return _paths(rows.offsets, rows.neighbours, contacts.direction, grouping.numbers, max(len(grouping), 1))


@kernel
def _paths(offsets: I64, neighbours: I32, direction: U8, group: I32, groups: int) -> I64:
    actors = offsets.size - 1
    counts = np.zeros((actors, 5), np.int64)
    gets = np.zeros(groups, np.int64)
    gives = np.zeros(groups, np.int64)
    both = np.zeros(groups, np.int64)
    touched = np.empty(groups, np.int64)
    for j in range(actors):
        own = group[j]
        if own < 0:
            continue
        met = 0
        for slot in range(offsets[j], offsets[j + 1]):
            other = group[neighbours[slot]]
            if other < 0:
                continue
            if gets[other] == 0 and gives[other] == 0:
                touched[met] = other
                met += 1
            way = direction[slot]
            gives[other] += way & 1
            gets[other] += way >> 1
            both[other] += way == 3
        given, got, mutual, same = 0, 0, 0, 0
        for place in range(met):
            g = touched[place]
            given += gives[g]
            got += gets[g]
            mutual += both[g]
            same += gets[g] * gives[g] - both[g]
        counts[j, COORDINATOR] = gets[own] * gives[own] - both[own]
        counts[j, ITINERANT] = same - counts[j, COORDINATOR]
        counts[j, REPRESENTATIVE] = gets[own] * (given - gives[own])
        counts[j, GATEKEEPER] = (got - gets[own]) * gives[own]
        within = same + counts[j, REPRESENTATIVE] + counts[j, GATEKEEPER]
        counts[j, LIAISON] = got * given - mutual - within
        for place in range(met):
            g = touched[place]
            gives[g], gets[g], both[g] = 0, 0, 0
    return counts


@kernel
def role_of(i: int, j: int, k: int) -> int:
    """The role of j between i and k, given their groups."""
    if i == j:
        return COORDINATOR if j == k else REPRESENTATIVE
    if j == k:
        return GATEKEEPER
    return ITINERANT if i == k else LIAISON


@kernel
def take_out(counts: I64, a: Any, b: Any, c: Any, group: I32, ab: Any, ac: Any, bc: Any) -> None:
    """Take the closed paths of a triangle out of `counts`; ab is the direction of a's tie with b, and so on."""
    one, two, three = group[a], group[b], group[c]
    if one < 0 or two < 0 or three < 0:
        return
    gives_ab, gives_ac, gives_bc = ab & 1, ac & 1, bc & 1
    gets_ab, gets_ac, gets_bc = ab >> 1, ac >> 1, bc >> 1
    counts[a, role_of(two, one, three)] -= gets_ab & gives_ac & gives_bc
    counts[a, role_of(three, one, two)] -= gets_ac & gives_ab & gets_bc
    counts[b, role_of(one, two, three)] -= gives_ab & gives_bc & gives_ac
    counts[b, role_of(three, two, one)] -= gets_bc & gets_ab & gets_ac
    counts[c, role_of(one, three, two)] -= gives_ac & gets_bc & gives_ab
    counts[c, role_of(two, three, one)] -= gives_bc & gets_ac & gets_ab


@kernel
def _minus_closed(offsets: I64, neighbours: I32, slots: I64, direction: U8, group: I32, begin: int, end: int) -> I64:
    """What `take_out` makes of zeros, for the triangles whose least connected corner is from `begin` to `end`."""
    actors = offsets.size - 1
    counts = np.zeros((actors, 5), np.int64)
    mark = np.zeros(actors, np.int64)
    for a in range(begin, end):
        if group[a] < 0:
            continue
        for place in range(offsets[a], offsets[a + 1]):
            mark[neighbours[place]] = direction[slots[place]]
        for place in range(offsets[a], offsets[a + 1]):
            b = neighbours[place]
            ab = direction[slots[place]]
            for far in range(offsets[b], offsets[b + 1]):
                c = neighbours[far]
                if mark[c] != 0:
                    take_out(counts, a, b, c, group, ab, mark[c], direction[slots[far]])
        for place in range(offsets[a], offsets[a + 1]):
            mark[neighbours[place]] = 0
    return counts
