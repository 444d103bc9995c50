"""Everything that is told by an actor's own contacts and the ties among them, in one pass over the triangles.

Brokerage roles, structural holes, clustering and the embeddedness of ties, for a page that shows several of them: the
same values as `brokerage`, `structural_holes`, `clustering_values` and `embeddedness` give one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.brokerage import Brokerage, all_paths, as_brokerage, brokerage, take_out
from graphsvc.kernel.compiled import F64, I32, I64, U8, kernel
from graphsvc.kernel.contacts import Contacts
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.holes import Holes, Shares, add_triangle, structural_holes
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.triangles import closeness, clustering_of, clustering_values, embeddedness, upward

_PARTS: Final = 2
"""Each part adds up in arrays of its own, which are then added: more parts would cost more than they save."""


@dataclass(frozen=True, slots=True)
class LocalMeasures:
    """What is told of every actor (in the order of the ids) and of every tie (in the order of `graph.ends()`).

    Attributes:
        brokerage: roles by group; ties count one.
        holes: constraint, effective size, efficiency, hierarchy; NaN for who has no contact.
        clustering: float64, 0 with fewer than two contacts.
        embeddedness: int32, common contacts of the two ends of each tie.
    """

    brokerage: Brokerage
    holes: Holes
    clustering: F64
    embeddedness: I32


def local_measures(graph: TieGraph, grouping: Grouping, weight: str | None = None) -> LocalMeasures:
    """All of them at once.

    Args:
        graph: directed or not.
        grouping: the groups of the brokerage roles.
        weight: the attribute that holes and clustering take as strength; None: ties count one.
    """
    contacts = Contacts.of(graph)
    strength = contacts.ties(graph) if weight is None else graph.either_way(graph.totals(weight))[1]
    if graph.is_multigraph() or (strength.size and strength.min() <= 0):
        # Only a graph that came from networkx: not all of its ties mean the same to all of the measures.
        return LocalMeasures(
            brokerage(graph, grouping),
            structural_holes(graph, weight),
            clustering_values(graph, weight),
            embeddedness(graph),
        )
    near = strength if weight is None else graph.either_way(closeness(graph, weight))[1]
    shares, order = Shares.of(contacts.rows, strength), upward(contacts.rows)
    given = (
        *(order.offsets, order.neighbours, order.slots, shares.twins, shares.share, strength, shares.most),
        *(near, contacts.direction, grouping.numbers),
    )
    parts = each(lambda part: _pass(*given, *part), order.parts(_PARTS))
    indirect, redundancy, sums, common, closed = (_added(arrays) for arrays in zip(*parts, strict=True))
    return LocalMeasures(
        as_brokerage(graph, grouping, all_paths(contacts, grouping) + closed),
        shares.holes(indirect, redundancy),
        clustering_of(graph, contacts.rows, sums),
        contacts.by_tie(graph, common, shares.twins),
    )


def _added(arrays: tuple[NDArray[Any], ...]) -> NDArray[Any]:
    first, *others = arrays
    for one in others:
        first += one
    return first


@kernel
def _pass(
    offsets: I64, neighbours: I32, slots: I64, twins: I64, share: F64, strength: F64, most: F64,
    near: F64, direction: U8, group: I32, begin: int, end: int,
) -> tuple[F64, F64, F64, I32, I64]:  # fmt: skip
    """As `holes._indirect`, `triangles._triangle_sums`, `triangles._common` and `brokerage._minus_closed` do it.

    Of the triangles whose least connected corner is from `begin` to `end`.
    """
    actors = offsets.size - 1
    indirect = np.zeros(share.size)
    redundancy = np.zeros(actors)
    sums = np.zeros(actors)
    common = np.zeros(share.size, np.int32)
    counts = np.zeros((actors, 5), np.int64)
    mark = np.full(actors, -1, np.int64)
    for a in range(begin, end):
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
                product = near[ac] * near[ab] * near[bc]
                sums[a] += product
                sums[b] += product
                sums[c] += product
                common[ab] += 1
                common[ac] += 1
                common[bc] += 1
                take_out(counts, a, b, c, group, direction[ab], direction[ac], direction[bc])
        for place in range(offsets[a], offsets[a + 1]):
            mark[neighbours[place]] = -1
    return indirect, redundancy, sums, common, counts
