"""Between networkx graphs and the arrays of the kernel, in both directions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import I64, sealed
from graphsvc.kernel.tiegraph import Foreign, TieGraph, Weights, rows_of

EXACT = 2**53


def convert_from_nx(
    graph: Any,
    *,
    edge_attrs: Mapping[str, Any] | None = None,
    node_attrs: Mapping[str, Any] | None = None,
    preserve_edge_attrs: bool = False,
    preserve_node_attrs: bool = False,
    preserve_graph_attrs: bool = False,
    name: str | None = None,
    graph_name: str | None = None,
) -> TieGraph:
    """A networkx graph as a TieGraph: actors in the graph's order, the numeric attributes of ties that are asked for.

    Self-ties and parallel ties are counted beside the ties, for the functions to which they mean something.

    Raises:
        NotImplementedError: an attribute that is asked for is missing without a default, negative, not finite or no
            number; networkx's own function then runs.
    """
    ids = tuple(graph)
    flat = _flat(graph, {actor: place for place, actor in enumerate(ids)})
    names = dict(edge_attrs or {})
    if preserve_edge_attrs:
        names.update(dict.fromkeys(chain.from_iterable(flat.rows)))
    pairs, starts = _grouped(flat, len(ids))
    first = pairs[starts]
    own = np.bincount(flat.ego[flat.is_self], minlength=len(ids))
    return TieGraph(
        directed=graph.is_directed(),
        forward=rows_of(len(ids), flat.ego[first], flat.alter[first], directed=graph.is_directed()),
        ids=ids,
        weights={name: _weights(flat, name, default, pairs, starts, len(ids)) for name, default in names.items()},
        foreign=Foreign(
            self_ties=sealed(own, np.int32) if own.any() else None,
            multiplicity=sealed(np.diff(np.r_[starts, pairs.size]), np.int32) if graph.is_multigraph() else None,
        ),
    )


def convert_to_nx(result: Any, *, name: str | None = None) -> Any:
    """A TieGraph as a networkx graph (attributes as plain numbers); any other result as it is.

    Parallel ties come back as that many ties of which one has the least weight, with the same sum.
    """
    if not isinstance(result, TieGraph):
        return result
    simple, multiple = (nx.DiGraph, nx.MultiDiGraph) if result.is_directed() else (nx.Graph, nx.MultiGraph)
    graph = multiple() if result.is_multigraph() else simple()
    graph.add_nodes_from(result.ids)
    if result.is_multigraph():
        for ego, alter, tie in _numbered(result):
            graph.add_edges_from((ego, alter, values) for values in _parallel(result, tie))
    else:
        graph.add_edges_from(result.edges(data=True))
    for actor, count in _self_ties(result):
        own = {name: held.own for name, held in result.weights.items() if held.own is not None}
        values = {name: numbers[result.index[actor]].item() / count for name, numbers in own.items()}
        graph.add_edges_from(repeat((actor, actor, values), count))
    return graph


@dataclass(frozen=True, slots=True)
class Flat:
    """The ties of a networkx graph one after the other; undirected ones with ego <= alter."""

    ego: I64
    alter: I64
    rows: list[Mapping[str, Any]]

    @property
    def is_self(self) -> NDArray[np.bool_]:
        same: NDArray[np.bool_] = self.ego == self.alter
        return same


def _flat(graph: Any, index: Mapping[Hashable, int]) -> Flat:
    edges = list(graph.edges(data=True))
    ego = np.array([index[one] for one, _, _ in edges], dtype=np.int64)
    alter = np.array([index[other] for _, other, _ in edges], dtype=np.int64)
    if not graph.is_directed():
        ego, alter = np.minimum(ego, alter), np.maximum(ego, alter)
    return Flat(ego, alter, [values for _, _, values in edges])


def _grouped(flat: Flat, actors: int) -> tuple[I64, I64]:
    """(places of the ties that are no self-ties, sorted by pair of actors; where each pair begins in them)."""
    places = np.flatnonzero(~flat.is_self)
    pair = flat.ego[places] * np.int64(max(actors, 1)) + flat.alter[places]
    order = np.argsort(pair, kind="stable")
    pair = pair[order]
    starts = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]]) if pair.size else np.zeros(0, dtype=np.int64)
    return places[order], starts


def _column(rows: list[Mapping[str, Any]], attribute: str, default: Any) -> NDArray[Any]:
    values = [row.get(attribute, default) for row in rows]
    if not all(isinstance(value, int | float) and not isinstance(value, complex) for value in values):
        raise NotImplementedError(f"The kernel takes numbers only; {attribute} is something else.")
    is_whole = all(isinstance(value, int) for value in values)
    if is_whole and any(abs(value) > EXACT for value in values):
        raise NotImplementedError("A whole number is too large for the kernel.")
    column = np.array(values, dtype=np.int64 if is_whole else np.float64)
    if not np.isfinite(column).all() or (column < 0).any():
        raise NotImplementedError(f"The kernel takes finite numbers of zero or more; {attribute} has others.")
    return column


def _weights(flat: Flat, attribute: str, default: Any, pairs: I64, starts: I64, actors: int) -> Weights:
    column = _column(flat.rows, attribute, default)
    values = column[pairs]
    total = sealed(np.add.reduceat(values, starts) if starts.size else values)
    least = total if starts.size == pairs.size else sealed(np.minimum.reduceat(values, starts))
    is_self = flat.is_self
    if not is_self.any():
        return Weights(total, least)
    own = np.bincount(flat.ego[is_self], weights=column[is_self], minlength=actors)
    return Weights(total, least, sealed(own.astype(column.dtype)))


def _numbered(graph: TieGraph) -> Any:
    return ((ego, alter, tie) for tie, (ego, alter) in enumerate(graph.edges))


def _self_ties(graph: TieGraph) -> list[tuple[Hashable, int]]:
    held = graph.foreign.self_ties
    return [] if held is None else [(actor, n) for actor, n in zip(graph.ids, held.tolist(), strict=True) if n]


def _parallel(graph: TieGraph, tie: int) -> list[dict[str, Any]]:
    count = 1 if graph.foreign.multiplicity is None else int(graph.foreign.multiplicity[tie])
    least = {name: held.least[tie].item() for name, held in graph.weights.items()}
    rest = {
        name: (held.total[tie] - held.least[tie]).item() / max(count - 1, 1) for name, held in graph.weights.items()
    }
    return [dict(least), *(dict(rest) for _ in range(count - 1))]
