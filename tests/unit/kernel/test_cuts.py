"""Cut actors, bridges and blocks: networkx and plain removal of each actor are the oracles."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from graphsvc.kernel.cuts import bridges_of, cuts
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.networks import graphs, ours
from tests.unit.kernel.test_published_values import KITE, KITE_NAMES


def frozen(parts: Any) -> list[frozenset[Any]]:
    return sorted((frozenset(part) for part in parts), key=lambda part: sorted(map(str, part)))


def assert_what_is_left_without_each(kernel: TieGraph, graph: Any) -> None:
    """Every number of `cuts`, by removing one actor after the other."""
    found = cuts(kernel)
    plain = nx.Graph(graph)
    for place, actor in enumerate(kernel):
        component = nx.node_connected_component(plain, actor)
        left = plain.copy()
        left.remove_node(actor)
        inside = [len(part) for part in nx.connected_components(left.subgraph(component))]
        pairs = sum(len(part) * (len(part) - 1) for part in nx.connected_components(left))
        assert (found.parts[place], found.separated[place]) == (len(inside), sum(inside) - max(inside, default=0))
        assert found.connected[place] == pairs
        others = len(left) * (len(left) - 1)
        assert found.fragmentation()[place] == pytest.approx(1 - pairs / others if others > 0 else np.nan, nan_ok=True)


@given(graph=graphs())
def test_what_is_left_without_each_actor_is_what_removing_it_leaves(graph: Any) -> None:
    assert_what_is_left_without_each(ours(graph), graph)


@pytest.mark.parametrize(
    "graph",
    [
        *(
            kind(size)
            for kind in (nx.empty_graph, nx.path_graph, nx.star_graph, nx.complete_graph)
            for size in range(4)
        ),
        nx.barbell_graph(5, 3),
        nx.balanced_tree(3, 3),
        nx.disjoint_union(nx.star_graph(6), nx.path_graph(9)),
        *(nx.gnm_random_graph(60, ties, seed=ties) for ties in (30, 55, 65, 90)),
        *(nx.gnm_random_graph(40, ties, seed=ties, directed=True) for ties in (20, 45, 60)),
    ],
)
def test_degenerate_and_larger_networks(graph: Any) -> None:
    kernel = ours(graph)

    assert_what_is_left_without_each(kernel, graph)
    if not graph.is_directed():
        assert set(nx.articulation_points(kernel)) == set(nx.articulation_points(graph))
        assert frozen(nx.bridges(kernel)) == frozen(nx.bridges(graph))


@given(graph=graphs(directed=False))
def test_cut_actors_and_bridges_are_those_of_networkx(graph: Any) -> None:
    kernel = ours(graph)

    assert list(nx.articulation_points(kernel)) == sorted(nx.articulation_points(graph), key=list(graph).index)
    plain = graph.copy()
    plain.remove_edges_from(list(nx.selfloop_edges(graph)))
    assert frozen(nx.bridges(kernel)) == frozen(nx.bridges(plain))
    assert nx.has_bridges(kernel) == nx.has_bridges(plain)
    for root in graph:
        assert frozen(nx.bridges(kernel, root)) == frozen(nx.bridges(plain, root))


@given(graph=graphs(directed=False, multiple=False, self_ties=False))
def test_blocks_are_those_of_networkx(graph: Any) -> None:
    kernel = ours(graph)

    assert frozen(nx.biconnected_components(kernel)) == frozen(nx.biconnected_components(graph))
    found, expected = (nx.biconnected_component_edges(one) for one in (kernel, graph))
    assert {frozenset(frozen(part)) for part in found} == {frozenset(frozen(part)) for part in expected}
    assert nx.is_biconnected(kernel) == nx.is_biconnected(graph)


@given(graph=graphs())
def test_each_side_of_a_bridge_is_what_cutting_it_leaves(graph: Any) -> None:
    plain = nx.Graph(graph)
    found = bridges_of(ours(graph))

    rows = zip(*(side.tolist() for side in (found.ego, found.alter, found.ego_side, found.alter_side)), strict=True)

    ids = list(graph)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    expected = {frozenset(pair) for pair in nx.bridges(plain)}
    assert {frozenset((ids[ego], ids[alter])) for ego, alter in zip(found.ego, found.alter, strict=True)} == expected
    for ego, alter, ego_side, alter_side in rows:
        cut = plain.copy()
        cut.remove_edge(ids[ego], ids[alter])
        sides = [len(nx.node_connected_component(cut, ids[end])) for end in (ego, alter)]
        assert [ego_side, alter_side] == sides


def test_the_kite_without_heather_or_ike() -> None:  # Krackhardt (1990); F as in Borgatti (2006)
    ego, alter = ([int(pair[end]) for pair in KITE.split()] for end in (0, 1))
    kite = TieGraph.from_arrays(KITE_NAMES, ego, alter, directed=False)

    found = dict(zip(kite, cuts(kite).fragmentation().tolist(), strict=True))

    assert found["Heather"] == pytest.approx(0.388889, abs=5e-7)
    assert found["Ike"] == pytest.approx(0.222222, abs=5e-7)
    assert sorted(found.values())[:8] == [0.0] * 8
    assert list(nx.articulation_points(kite)) == ["Heather", "Ike"]


def test_a_path_of_a_million_actors() -> None:
    actors = 1_000_000
    path = TieGraph.from_arrays(range(actors), np.arange(actors - 1), np.arange(1, actors), directed=False)

    found, all_ties = cuts(path), bridges_of(path)

    assert found.parts[[0, 1, actors // 2, actors - 1]].tolist() == [1, 2, 2, 1]
    assert found.separated[[0, 1, 10, actors - 2]].tolist() == [0, 1, 10, 1]
    assert all_ties.ego_side.tolist() == list(range(1, actors))
    assert next(nx.biconnected_components(path)) == {0, 1}


def test_who_is_gone_already_is_no_part_of_what_is_left() -> None:
    path = ours(nx.path_graph(5))

    found = cuts(path, np.array([2]))

    assert found.parts.tolist() == [1, 1, 0, 1, 1]
    assert found.connected.tolist() == [2, 2, -1, 2, 2]


def test_directed_networks_and_roots_that_are_not_there_are_refused_as_in_networkx() -> None:
    directed, path = ours(nx.DiGraph([(0, 1)])), ours(nx.path_graph(3))

    for function in (nx.articulation_points, nx.biconnected_components, nx.bridges):
        with pytest.raises(nx.NetworkXNotImplemented):
            list(function(directed))
    with pytest.raises(nx.NodeNotFound):
        nx.has_bridges(path, root=7)
