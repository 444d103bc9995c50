"""What networkx's own code and its users ask of a graph: nodes, edges, adj, degree; read-only, made when asked for."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from graphsvc.kernel.compiled import F64
from graphsvc.kernel.rows import Rows

if TYPE_CHECKING:
    from graphsvc.kernel.tiegraph import TieGraph


def attributes_of(graph: TieGraph, tie: int) -> dict[str, Any]:
    """The attributes of one tie as plain numbers, by name."""
    values: dict[str, Any] = {name: held.total[tie].item() for name, held in graph.weights.items()}
    if graph.kind is not None:
        values["kind"] = int(graph.kind[tie])
    return values


class NodesView:
    """The actors; `graph.nodes` and `graph.nodes()`."""

    def __init__(self, graph: TieGraph) -> None:
        self._graph = graph

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._graph.ids)

    def __len__(self) -> int:
        return len(self._graph)

    def __contains__(self, actor: object) -> bool:
        return actor in self._graph

    def __call__(self, data: bool = False) -> Iterable[Any]:
        return [(actor, {}) for actor in self] if data else self


class TiesView:
    """The ties, each once; `graph.edges`, `graph.edges(data=True)` and `graph.edges(data="strength", default=1)`."""

    def __init__(self, graph: TieGraph) -> None:
        self._graph = graph

    def __iter__(self) -> Iterator[tuple[Hashable, Hashable]]:
        ids = self._graph.ids
        ego, alter = self._graph.ends()
        return ((ids[one], ids[other]) for one, other in zip(ego.tolist(), alter.tolist(), strict=True))

    def __len__(self) -> int:
        return self._graph.number_of_pairs()

    def __contains__(self, pair: object) -> bool:
        match pair:
            case (ego, alter):
                return ego in self._graph and alter in self._graph[ego]
            case _:
                return False

    def __call__(self, data: bool | str = False, default: object = None) -> Iterable[Any]:
        if data is False:
            return self
        rows = ((*pair, attributes_of(self._graph, tie)) for tie, pair in enumerate(self))
        if data is True:
            return rows
        return ((ego, alter, values.get(data, default)) for ego, alter, values in rows)


class AdjacencyView(Mapping[Hashable, Mapping[Hashable, Mapping[str, Any]]]):
    """{actor: {neighbour: attributes of the tie}}."""

    def __init__(self, graph: TieGraph, rows: Rows) -> None:
        self._graph = graph
        self._rows = rows

    def __getitem__(self, actor: Hashable) -> dict[Hashable, dict[str, Any]]:
        """Raises KeyError when there is no such actor, as networkx does."""
        graph, rows = self._graph, self._rows
        place = graph.index[actor]
        slots = range(int(rows.offsets[place]), int(rows.offsets[place + 1]))
        ties = slots if rows.ties is None else rows.ties[slots.start : slots.stop].tolist()
        names = (graph.ids[n] for n in rows.neighbours[slots.start : slots.stop].tolist())
        return {name: attributes_of(graph, tie) for name, tie in zip(names, ties, strict=True)}

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._graph)

    def __len__(self) -> int:
        return len(self._graph)


class DegreeView:
    """How many ties each actor has in the direction asked for: `graph.degree()`, `graph.degree[actor]`.

    A graph that came from networkx counts self-ties twice and parallel ties each, as networkx does.
    """

    def __init__(self, graph: TieGraph, *, forward: bool, reverse: bool) -> None:
        self._graph = graph
        self._forward = forward
        self._reverse = reverse

    def counts(self, weight: str | None = None) -> F64:
        """One number an actor, in the order of the ids."""
        graph = self._graph
        counts = np.zeros(len(graph))
        sides = [rows for rows, wanted in self._sides() if wanted]
        values = None if self._counts_one(weight) else graph.totals(weight)
        for rows in sides:
            if values is None:
                counts += rows.degrees()
            else:
                owner = np.repeat(np.arange(len(graph)), rows.degrees())
                counts += np.bincount(owner, weights=rows.along(values), minlength=len(graph))
        own = graph.own_totals(weight)
        return counts if own is None else counts + own * (1 if graph.is_directed() and len(sides) == 1 else 2)

    def _sides(self) -> tuple[tuple[Rows, bool], tuple[Rows, bool]]:
        graph = self._graph
        return (graph.forward, self._forward), (graph.reverse_rows if self._reverse else graph.forward, self._reverse)

    def _counts_one(self, weight: str | None) -> bool:
        return self._graph.foreign.multiplicity is None and (weight is None or weight not in self._graph.weights)

    def __getitem__(self, actor: Hashable) -> float | int:
        return int(self.counts()[self._graph.index[actor]])

    def __iter__(self) -> Iterator[tuple[Hashable, float | int]]:
        return iter(self())

    def __len__(self) -> int:
        return len(self._graph)

    def __call__(self, nbunch: Any = None, weight: str | None = None) -> Any:
        """Pairs (actor, degree), or one number when `nbunch` is one actor; whole numbers without weight."""
        graph = self._graph
        counts = self.counts(weight)
        numbers = (counts.astype(np.int64) if weight is None else counts).tolist()
        if nbunch is None:
            return list(zip(graph.ids, numbers, strict=True))
        if nbunch in graph:
            return numbers[graph.index[nbunch]]
        return [(graph.ids[place], numbers[place]) for place in graph.places(nbunch).tolist()]
