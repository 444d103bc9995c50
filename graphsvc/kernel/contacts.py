"""Everybody that an actor is tied to, in whichever direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphsvc.kernel.compiled import F64, I32, I64, U8, kernel, sealed
from graphsvc.kernel.rows import Rows, rows_with_directions
from graphsvc.kernel.tiegraph import TieGraph

_TIES = np.array([0.0, 1.0, 1.0, 2.0])


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts of every actor, each once; `direction` of a slot: 1 the tie is given, 2 it is received, 3 both."""

    rows: Rows
    direction: U8

    @classmethod
    def of(cls, graph: TieGraph) -> Contacts:
        """An undirected tie goes both ways."""
        if not graph.is_directed():
            return cls(graph.forward, sealed(np.full(graph.forward.neighbours.size, 3, dtype=np.uint8)))
        return cls(*rows_with_directions(graph.forward, graph.reverse_rows))

    def ties(self, graph: TieGraph) -> F64:
        """How many ties each slot stands for: two for a pair tied both ways in a directed network, one otherwise."""
        if not graph.is_directed():
            return sealed(np.ones(self.direction.size))
        return sealed(_TIES[self.direction])

    def by_tie(self, graph: TieGraph, values: I32, twins: I64) -> I32:
        """Values that stand in one slot of each pair (0 in the other), in the order of `graph.ends()`."""
        rows, pairs = self.rows, graph.number_of_pairs()
        return sealed(_by_tie(rows.offsets, rows.neighbours, self.direction, values, twins, graph.is_directed(), pairs))


@kernel
def _by_tie(offsets: I64, neighbours: I32, direction: U8, values: I32, twins: I64, directed: bool, ties: int) -> I32:
    found = np.empty(ties, np.int32)
    tie = 0
    for actor in range(offsets.size - 1):
        for slot in range(offsets[actor], offsets[actor + 1]):
            if direction[slot] & 1 if directed else actor < neighbours[slot]:
                found[tie] = values[slot] + values[twins[slot]]
                tie += 1
    return found
