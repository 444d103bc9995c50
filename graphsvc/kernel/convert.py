"""Between networkx graphs and the arrays of the kernel, in both directions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import chain, repeat
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import I64, sealed
from graphsvc.kernel.tiegraph import Foreign, TieGraph, Weights, rows_of

EXACT = 2**53


def convert_from_nx(  # noqa: PLR0913  networkx calls it with these names
    graph: Any,
    *,
    edge_attrs: Mapping[str, Any] | None = None,
    node_attrs: Mapping[str, Any] | None = None,  # noqa: ARG001
    preserve_edge_attrs: bool = False,
    preserve_node_attrs: bool = False,  # noqa: ARG001
    preserve_graph_attrs: bool = False,  # noqa: ARG001
    name: str | None = None,  # noqa: ARG001
    graph_name: str | None = None,  # noqa: ARG001
) -> TieGraph:
    """A networkx graph as a TieGraph: actors in the graph's order, the numeric attributes of ties that are asked for.

    Self-ties and parallel ties are counted beside the ties, for the functions to which networkx gives a meaning of them.

    Raises:
        NotImplementedError: an attribute that is asked for is missing without a default, negative, not finite or no
            number; networkx's own function then runs.
    """
    ids = tuple(graph)
    index = {actor: place for place, actor in enumerate(ids)}
    ego, alter, rows = _flat(graph, index)
    names = dict(edge_attrs or {})
    if preserve_edge_attrs:
        names.update(dict.fromkeys(chain.from_iterable(rows)))
    directed = graph.is_directed()
    if not directed:
        ego, alter = np.minimum(ego, alter), np.maximum(ego, alter)
    is_self = ego == alter
    pairs = np.flatnonzero(~is_self)
    key = ego[pairs] * np.int64(max(len(ids), 1)) + alter[pairs]
    order = np.argsort(key, kind="stable")
    pairs, key = pairs[order], key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if key.size else np.zeros(0, dtype=np.int64)
    first = pairs[starts]
    weights = {
        attribute: _weights(_column(rows, attribute, default), pairs, starts, ego, is_self, len(ids))
        for attribute, default in names.items()
    }
    return TieGraph(
        directed=directed,
        forward=rows_of(len(ids), ego[first], alter[first], directed=directed),
        ids=ids,
        weights=weights,
        foreign=Foreign(
            self_ties=sealed(np.bincount(ego[is_self], minlength=len(ids)), np.int32) if is_self.any() else None,
            multiplicity=sealed(np.diff(np.r_[starts, pairs.size]), np.int32) if graph.is_multigraph() else None,
        ),
    )


def convert_to_nx(result: Any, *, name: str | None = None) -> Any:  # noqa: ARG001  networkx calls it so
    """A TieGraph as a networkx graph (attributes as plain numbers); any other result as it is.

    Parallel ties come back as that many ties of which one has the least weight, with the same sum.
    """
    if not isinstance(result, TieGraph):
        return result
    kinds = {(False, False): nx.Graph, (True, False): nx.DiGraph, (False, True): nx.MultiGraph, (True, True): nx.MultiDiGraph}
    graph = kinds[result.is_directed(), result.is_multigraph()]()
    graph.add_nodes_from(result.ids)
    if result.is_multigraph():
        for ego, alter, tie in _numbered(result):
            graph.add_edges_from((ego, alter, values) for values in _parallel(result, tie))
    else:
        graph.add_edges_from(result.edges(data=True))
    for actor, count in _self_ties(result):
        values = {
            key: held.own[result.index[actor]].item() / count for key, held in result.weights.items() if held.own is not None
        }
        graph.add_edges_from(repeat((actor, actor, values), count))
    return graph


def _flat(graph: Any, index: Mapping[Hashable, int]) -> tuple[I64, I64, list[Mapping[str, Any]]]:
    ego: list[int] = []
    alter: list[int] = []
    rows: list[Mapping[str, Any]] = []
    for one, other, values in graph.edges(data=True):
        ego.append(index[one])
        alter.append(index[other])
        rows.append(values)
    return np.array(ego, dtype=np.int64), np.array(alter, dtype=np.int64), rows


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


def _weights(
    column: NDArray[Any], pairs: I64, starts: I64, ego: I64, is_self: NDArray[np.bool_], actors: int
) -> Weights:
    values = column[pairs]
    total = sealed(np.add.reduceat(values, starts) if starts.size else values)
    least = total if starts.size == pairs.size else sealed(np.minimum.reduceat(values, starts))
    own = np.bincount(ego[is_self], weights=column[is_self], minlength=actors) if is_self.any() else None
    return Weights(total, least, None if own is None else sealed(own.astype(column.dtype)))


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
