"""Random networkx graphs for properties: directed or not, with parallel ties, self-ties, isolates, parts, or nobody."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from graphsvc.kernel.convert import convert_from_nx
from graphsvc.kernel.tiegraph import TieGraph

NEAR = 1e-9


@st.composite
def graphs(
    draw: st.DrawFn, *, directed: bool | None = None, multiple: bool = True, self_ties: bool = True, largest: int = 9
) -> Any:
    """A graph of 0 to `largest` actors whose insertion order is not sorted, with a whole-numbered `weight` from 1."""
    is_directed = draw(st.booleans()) if directed is None else directed
    is_multiple = multiple and draw(st.booleans())
    kinds = {
        (False, False): nx.Graph,
        (True, False): nx.DiGraph,
        (False, True): nx.MultiGraph,
        (True, True): nx.MultiDiGraph,
    }
    graph = kinds[is_directed, is_multiple]()
    actors = draw(st.permutations(range(draw(st.integers(0, largest)))))
    graph.add_nodes_from(actors)
    if actors:
        actor = st.sampled_from(actors)
        rows = st.lists(st.tuples(actor, actor, st.integers(1, 4)), max_size=3 * len(actors))
        for ego, alter, weight in draw(rows):
            if self_ties or ego != alter:
                graph.add_edge(ego, alter, weight=weight)
    return graph


def ours(graph: Any, *attributes: str) -> TieGraph:
    """The graph as the kernel gets it from networkx."""
    return convert_from_nx(graph, edge_attrs=dict.fromkeys(attributes, 1))


def without_self_ties(graph: Any) -> Any:
    cleaned = graph.copy()
    cleaned.remove_edges_from(
        list(nx.selfloop_edges(cleaned, keys=True) if cleaned.is_multigraph() else nx.selfloop_edges(cleaned))
    )
    return cleaned


def merged(graph: Any) -> Any:
    """The graph without self-ties and with parallel ties added up: what measures.py promises to measure."""
    simple = nx.DiGraph() if graph.is_directed() else nx.Graph()
    simple.add_nodes_from(graph)
    for ego, alter, weight in without_self_ties(graph).edges(data="weight", default=1):
        before = simple[ego][alter]["weight"] if simple.has_edge(ego, alter) else 0
        simple.add_edge(ego, alter, weight=before + weight)
    return simple


def counted(graph: Any) -> Any:
    """Like `merged`, where each parallel tie counts one whatever its weight."""
    ones = graph.copy()
    for *_, values in ones.edges(data=True):
        values["weight"] = 1
    return merged(ones)


def assert_same(found: Mapping[Any, float], expected: Mapping[Any, float]) -> None:
    """Same actors in the same order, values equal to 1e-9; undefined in one is undefined in the other."""
    assert list(found) == list(expected)
    different = {
        actor: (found[actor], expected[actor])
        for actor in expected
        if not math.isclose(found[actor], expected[actor], rel_tol=NEAR, abs_tol=NEAR)
        and not (math.isnan(found[actor]) and math.isnan(expected[actor]))
    }
    assert different == {}
