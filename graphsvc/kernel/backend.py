"""What networkx finds under the backend name `graphsvc`: functions named as its own, and what they can take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from graphsvc.kernel import (
    betweenness,
    communities,
    components,
    convert,
    cores,
    cuts,
    degrees,
    distances,
    harmonic,
    holes,
    link_scores,
    ranks,
    triangles,
)
from graphsvc.kernel.backend_info import FUNCTIONS

_MODULES = (
    *(betweenness, communities, components, cores, cuts, degrees, distances, harmonic, holes, link_scores, ranks),
    triangles,
)

# networkx refuses multigraphs inside these, in its own words.
_SIMPLE_ONLY = frozenset(
    {
        "adamic_adar_index",
        "average_clustering",
        "clustering",
        "core_number",
        "resource_allocation_index",
        "transitivity",
        "triangles",
    }
)
_UNDIRECTED_ONLY = frozenset({"adamic_adar_index", "resource_allocation_index", "transitivity"})


class Dispatcher:
    """The backend: every name of `backend_info.FUNCTIONS` is one of its attributes."""

    convert_from_nx = staticmethod(convert.convert_from_nx)
    convert_to_nx = staticmethod(convert.convert_to_nx)

    def __init__(self) -> None:
        for name in FUNCTIONS:
            setattr(self, name, next(getattr(module, name) for module in _MODULES if hasattr(module, name)))

    def can_run(self, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool | str:
        """True, or the reason why networkx has to do it itself."""
        graph: Any = args[0] if args else kwargs.get("G")
        if not isinstance(graph, nx.Graph) and getattr(graph, "__networkx_backend__", "") != "graphsvc":
            return "not a graph that the kernel knows"
        if callable(kwargs.get("weight")) or any(callable(value) for value in args[1:]):
            return "weights given by a function"
        if kwargs.get("method", "dijkstra") != "dijkstra" or "bellman-ford" in args[1:]:
            return "another method than Dijkstra's"
        if name in _SIMPLE_ONLY and graph.is_multigraph():
            return "networkx takes simple graphs only here"
        if name in _UNDIRECTED_ONLY and graph.is_directed():
            return "the kernel does this for undirected graphs only"
        return True

    def should_run(self, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:  # noqa: ARG002
        """Always: who set the backend's priority wants it."""
        return True


dispatcher = Dispatcher()
