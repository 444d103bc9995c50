"""Everybody that an actor is tied to, in whichever direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphsvc.kernel.compiled import F64, I64, U8, sealed
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

    def by_tie(self, graph: TieGraph, values: I64, twins: I64) -> I64:
        """Values that stand in one slot of each pair (0 in the other), in the order of `graph.ends()`."""
        both = values + values[twins]
        if graph.is_directed():
            return sealed(both[(self.direction & 1).astype(np.bool_)])
        owner = np.repeat(np.arange(len(graph), dtype=np.int32), self.rows.degrees())
        return sealed(both[owner < self.rows.neighbours])
