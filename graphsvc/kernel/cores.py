"""Core numbers: how deep inside the network each actor is."""

from __future__ import annotations

from collections.abc import Hashable

import networkx as nx
import numpy as np

from graphsvc.kernel.compiled import I32, I64, kernel
from graphsvc.kernel.tiegraph import TieGraph


def core_number(G: TieGraph) -> dict[Hashable, int]:
    """The largest k such that an actor is in a group whose members each have k ties inside it (Seidman 1983).

    In a directed network both directions count, so a pair tied both ways counts two, as in networkx.

    Raises:
        networkx.NetworkXNotImplemented: the graph came from networkx with self-ties.

    Source:
        Batagelj and Zaversnik (2003), arXiv cs.DS/0310049.
    """
    if G.foreign.self_ties is not None:
        raise nx.NetworkXNotImplemented("Input graph has self loops which is not permitted.")
    forward, back = G.forward, G.reverse_rows
    numbers = _peel(forward.offsets, forward.neighbours, back.offsets, back.neighbours, 2 if G.is_directed() else 1)
    return dict(zip(G.ids, numbers.tolist(), strict=True))


@kernel
def _peel(offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, sides: int) -> I64:
    actors = offsets.size - 1
    core = offsets[1:] - offsets[:-1]
    if sides == 2:
        core = core + (back_offsets[1:] - back_offsets[:-1])
    # Actors sorted by degree; starts[d] is where those of degree d begin.
    starts = np.zeros(core.max() + 2 if actors else 2, np.int64)
    for actor in range(actors):
        starts[core[actor] + 1] += 1
    for degree in range(starts.size - 1):
        starts[degree + 1] += starts[degree]
    fill = starts.copy()
    order = np.empty(actors, np.int64)
    place = np.empty(actors, np.int64)
    for actor in range(actors):
        place[actor] = fill[core[actor]]
        order[place[actor]] = actor
        fill[core[actor]] += 1
    for turn in range(actors):
        actor = order[turn]
        for side in range(sides):
            row_offsets, row = (offsets, neighbours) if side == 0 else (back_offsets, back_neighbours)
            for slot in range(row_offsets[actor], row_offsets[actor + 1]):
                other = row[slot]
                if core[other] > core[actor]:
                    first = starts[core[other]]
                    swapped = order[first]
                    order[place[other]] = swapped
                    place[swapped] = place[other]
                    order[first] = other
                    place[other] = first
                    starts[core[other]] += 1
                    core[other] -= 1
    return core
