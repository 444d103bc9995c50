from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graphsvc.kernel import threads
from graphsvc.kernel.tiegraph import TieGraph
from tests.bench.graphs import network


def graph_of(actors: int, *, directed: bool = False) -> TieGraph:
    ties = network(actors, seed=3)
    return TieGraph.from_arrays(ties.ids, ties.ego, ties.alter, directed=directed)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("endpoints", [False, True])
def test_hundreds_of_sources_in_many_batches_give_the_values_of_networkx(directed: bool, endpoints: bool) -> None:
    graph = graph_of(300, directed=directed)
    theirs = nx.DiGraph(graph.edges) if directed else nx.Graph(graph.edges)
    theirs.add_nodes_from(graph)

    found = nx.betweenness_centrality(graph, endpoints=endpoints)

    assert found == pytest.approx(nx.betweenness_centrality(theirs, endpoints=endpoints), abs=1e-9)


def test_a_long_chain_is_measured_by_its_frontier_and_not_by_scanning_everybody() -> None:
    """Each level holds one actor: scanning all 3,000 of them in 3,000 levels of 94 batches would take minutes."""
    actors = 3_000
    chain = TieGraph.from_arrays(range(actors), range(actors - 1), range(1, actors), directed=False)

    found = np.array(list(nx.betweenness_centrality(chain, normalized=False).values()))

    place = np.arange(actors)
    assert found == pytest.approx(place * (actors - 1 - place))


def test_values_are_the_same_to_the_last_bit_on_any_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = graph_of(500)
    on_all = nx.betweenness_centrality(graph), nx.betweenness_centrality(graph, k=200, seed=1)

    monkeypatch.setattr(threads, "cores", lambda: 1)

    assert (nx.betweenness_centrality(graph), nx.betweenness_centrality(graph, k=200, seed=1)) == on_all


def test_equal_routes_along_whole_lengths_share_what_floats_would_lose() -> None:
    """networkx gives 0 and 1 for routes of .1 + .2 and .15 + .15; as whole numbers both have a half."""
    ego, alter = [0, 1, 0, 2], [1, 3, 2, 3]
    length = np.rint(np.array([0.1, 0.2, 0.15, 0.15]) * 1e9).astype(np.int64)
    graph = TieGraph.from_arrays("abcd", ego, alter, directed=True, length=length)

    found = nx.betweenness_centrality(graph, weight="length", normalized=False)

    assert found == {"a": 0.0, "b": 0.5, "c": 0.5, "d": 0.0}


def test_a_length_of_zero_is_left_to_networkx() -> None:
    graph = nx.Graph([(0, 1, {"weight": 0}), (1, 2, {"weight": 1})])

    with pytest.raises(NotImplementedError):
        nx.betweenness_centrality(graph, weight="weight", backend="graphsvc")


@pytest.mark.parametrize(("actors", "expected"), [(0, {}), (1, {0: 0.0}), (2, {0: 0.0, 1: 0.0})])
def test_next_to_nobody_means_zero(actors: int, expected: dict[int, float]) -> None:
    graph = TieGraph.from_arrays(range(actors), [], [], directed=False)

    assert nx.betweenness_centrality(graph) == expected
