"""Structural holes: constraint, effective size, efficiency, hierarchy (Burt 1992; Borgatti 1997).

With z_ij = a_ij + a_ji: p_ij = z_ij / sum_k z_ik, m_jq = z_jq / max_k z_jk. The whole network counts for p_qj.
Everything is taken from one pass over the triangles. Self-ties are left out before anything is computed.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphsvc.kernel.compiled import F64, I32, I64, kernel, sealed
from graphsvc.kernel.rows import Rows, chosen_slots, twin_slots
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.triangles import upward

Values = dict[Hashable, float]


@dataclass(frozen=True, slots=True)
class Holes:
    """One number an actor, in the order of the ids; NaN for who has no contact."""

    contacts: I64
    constraint: F64
    effective_size: F64
    hierarchy: F64

    @property
    def efficiency(self) -> F64:
        return self.effective_size / np.where(self.contacts, self.contacts, 1)


def constraint(G: TieGraph, nodes: Iterable[Hashable] | None = None, weight: str | None = None) -> Values:
    """Sum over contacts j of (p_ij + sum_q p_iq p_qj)^2: how far an actor's ties lead back to the same people.

    It can exceed 1 with few, tied contacts. NaN for an actor without contacts; one that is only named by others has
    contacts, and a value, whether `nodes` is given or not.
    """
    return _by_actor(G, structural_holes(G, weight).constraint, nodes)


def effective_size(G: TieGraph, nodes: Iterable[Hashable] | None = None, weight: str | None = None) -> Values:
    """Contacts less their redundancy: N - sum_j sum_q p_iq m_jq. NaN for an actor without contacts."""
    return _by_actor(G, structural_holes(G, weight).effective_size, nodes)


def efficiency(G: TieGraph, nodes: Iterable[Hashable] | None = None, weight: str | None = None) -> Values:
    """Effective size divided by the number of distinct contacts, above 0 to 1. NaN for an actor without contacts."""
    return _by_actor(G, structural_holes(G, weight).efficiency, nodes)


def hierarchy(G: TieGraph, nodes: Iterable[Hashable] | None = None, weight: str | None = None) -> Values:
    """How far constraint comes from a single contact: sum_j r_j ln r_j / (N ln N), r_j = c_ij / (C_i / N).

    From 0 (every contact constrains alike) to 1; an actor with one contact has 1 by convention. NaN without contacts.

    Source:
        Burt (1992), Structural Holes, chapter 2.
    """
    return _by_actor(G, structural_holes(G, weight).hierarchy, nodes)


def structural_holes(graph: TieGraph, weight: str | None = None) -> Holes:
    """All four at once."""
    rows, strength = graph.either_way(graph.totals(weight))
    if strength.size and strength.min() <= 0:
        kept = np.flatnonzero(strength > 0)
        rows, strength = chosen_slots(rows, kept), sealed(strength[kept])
    shares = Shares.of(rows, strength)
    order = upward(rows)
    indirect, redundancy = _indirect(
        order.offsets, order.neighbours, order.slots, shares.twins, shares.share, strength, shares.most
    )
    return shares.holes(indirect, redundancy)


@dataclass(frozen=True, slots=True)
class Shares:
    """What a pass over the triangles needs of each slot: p_ij as `share`, and the slot back as `twins`.

    `most` is max_k z_jk of each actor. All strengths of the rows are above zero.
    """

    rows: Rows
    share: F64
    most: F64
    twins: I64

    @classmethod
    def of(cls, rows: Rows, strength: F64) -> Shares:
        """Of symmetric rows with a_ij + a_ji in each slot."""
        total = _per_actor(np.add, rows, strength)
        share = strength / np.repeat(np.where(total > 0, total, 1.0), rows.degrees())
        return cls(rows, share, _per_actor(np.maximum, rows, strength), twin_slots(rows))

    def holes(self, indirect: F64, redundancy: F64) -> Holes:
        """The measures, when sum_q p_iq p_qj of each slot and sum_j sum_q p_iq m_jq of each actor are found."""
        contacts = self.rows.degrees()
        local = sealed((self.share + indirect) ** 2)
        constraints = _per_actor(np.add, self.rows, local)
        nobody = contacts == 0
        return Holes(
            contacts=contacts,
            constraint=np.where(nobody, math.nan, constraints),
            effective_size=np.where(nobody, math.nan, contacts - redundancy),
            hierarchy=_hierarchy(self.rows, local, constraints),
        )


def _hierarchy(rows: Rows, local: F64, constraints: F64) -> F64:
    contacts = rows.degrees()
    ratio = local * np.repeat(contacts / np.where(constraints > 0, constraints, 1.0), contacts)
    entropy = _per_actor(np.add, rows, ratio * np.log(ratio))
    most = contacts * np.log(np.where(contacts > 0, contacts, 1))
    spread = np.divide(entropy, most, out=np.ones(contacts.size), where=contacts > 1)
    return np.where(contacts == 0, math.nan, spread)


def _per_actor(rule: np.ufunc, rows: Rows, values: F64) -> F64:
    result = np.zeros(rows.offsets.size - 1)
    tied = np.flatnonzero(rows.degrees())
    if tied.size:
        result[tied] = rule.reduceat(values, rows.offsets[:-1][tied])
    return result


def _by_actor(graph: TieGraph, values: F64, nodes: Iterable[Hashable] | None) -> Values:
    numbers = values.tolist()
    if nodes is None:
        return dict(zip(graph.ids, numbers, strict=True))
    return {actor: numbers[graph.index[actor]] for actor in nodes}


@kernel
def _indirect(
    offsets: I64, neighbours: I32, slots: I64, twins: I64, share: F64, strength: F64, most: F64
) -> tuple[F64, F64]:
    """(sum_q p_iq p_qj in each slot from i to j, sum_j sum_q p_iq m_jq of each actor), triangle by triangle."""
    actors = offsets.size - 1
    indirect = np.zeros(share.size)
    redundancy = np.zeros(actors)
    mark = np.full(actors, -1, np.int64)
    for a in range(actors):
        for place in range(offsets[a], offsets[a + 1]):
            mark[neighbours[place]] = slots[place]
        for place in range(offsets[a], offsets[a + 1]):
            b = neighbours[place]
            ab = slots[place]
            for far in range(offsets[b], offsets[b + 1]):
                c = neighbours[far]
                ac = mark[c]
                if ac < 0:
                    continue
                bc = slots[far]
                add_triangle(
                    indirect, redundancy, share, strength, most, a, b, c, ab, ac, bc, twins[ab], twins[ac], twins[bc]
                )
        for place in range(offsets[a], offsets[a + 1]):
            mark[neighbours[place]] = -1
    return indirect, redundancy


@kernel
def add_triangle(
    indirect: F64, redundancy: F64, share: F64, strength: F64, most: F64, a: Any, b: Any, c: Any,
    ab: Any, ac: Any, bc: Any, ba: Any, ca: Any, cb: Any,
) -> None:  # fmt: skip
    """What the triangle a, b, c with these slots adds to the sums of `_indirect`."""
    indirect[ab] += share[ac] * share[cb]
    indirect[ba] += share[bc] * share[ca]
    indirect[ac] += share[ab] * share[bc]
    indirect[ca] += share[cb] * share[ba]
    indirect[bc] += share[ba] * share[ac]
    indirect[cb] += share[ca] * share[ab]
    redundancy[a] += strength[bc] * (share[ac] / most[b] + share[ab] / most[c])
    redundancy[b] += strength[ac] * (share[bc] / most[a] + share[ba] / most[c])
    redundancy[c] += strength[ab] * (share[cb] / most[a] + share[ca] / most[b])
