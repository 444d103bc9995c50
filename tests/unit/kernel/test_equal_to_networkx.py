"""On random networks of every sort the kernel gives what networkx gives, to 1e-9."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.networks import assert_same, counted, graphs, merged, ours, without_self_ties

PAGERANK = {"tol": 1e-12, "max_iter": 1000}


@given(graph=graphs())
@pytest.mark.parametrize("normalized", [True, False])
@pytest.mark.parametrize("endpoints", [True, False])
def test_betweenness(graph: Any, normalized: bool, endpoints: bool) -> None:
    how = {"normalized": normalized, "endpoints": endpoints}

    assert_same(nx.betweenness_centrality(ours(graph), **how), nx.betweenness_centrality(graph, **how))


@given(graph=graphs(largest=7))
@pytest.mark.parametrize("endpoints", [True, False])
def test_betweenness_along_lengths(graph: Any, endpoints: bool) -> None:
    how = {"weight": "weight", "endpoints": endpoints}

    assert_same(nx.betweenness_centrality(ours(graph, "weight"), **how), nx.betweenness_centrality(graph, **how))


@given(graph=graphs(), share=st.floats(0.01, 1), seed=st.integers(0, 5), weight=st.sampled_from([None, "weight"]))
def test_betweenness_from_drawn_sources(graph: Any, share: float, seed: int, weight: str | None) -> None:
    how = {"k": max(1, int(share * len(graph))) if len(graph) else 0, "seed": seed, "weight": weight}

    assert_same(nx.betweenness_centrality(ours(graph, "weight"), **how), nx.betweenness_centrality(graph, **how))


@given(graph=graphs(directed=False).filter(len), weight=st.sampled_from([None, "weight"]))
def test_constraint_of_undirected_networks(graph: Any, weight: str | None) -> None:
    """networkx measures the cleaned network; ours cleans it."""
    cleaned = merged(graph) if weight else counted(graph)

    assert_same(nx.constraint(ours(graph, "weight"), weight=weight), nx.constraint(cleaned, weight="weight"))


@given(graph=graphs(directed=True).filter(len), weight=st.sampled_from([None, "weight"]))
def test_constraint_of_directed_networks(graph: Any, weight: str | None) -> None:
    cleaned = merged(graph) if weight else counted(graph)

    assert_same(nx.constraint(ours(graph, "weight"), weight=weight), nx.constraint(cleaned, weight="weight"))


@given(graph=graphs(directed=False, multiple=False))
def test_effective_size_of_undirected_networks_that_count_ties(graph: Any) -> None:
    cleaned = without_self_ties(graph)

    assert_same(nx.effective_size(ours(graph)), nx.effective_size(cleaned, nodes=list(cleaned)))


@given(graph=graphs(directed=False), weight=st.sampled_from([None, "weight"]))
def test_effective_size_of_undirected_networks_with_strengths(graph: Any, weight: str | None) -> None:
    """networkx is right about weighted networks only when `nodes` is given (its whole-graph code is not)."""
    cleaned = merged(graph) if weight else counted(graph)

    expected = nx.effective_size(cleaned, nodes=list(cleaned), weight="weight")

    assert_same(nx.effective_size(ours(graph, "weight"), weight=weight), expected)


@given(graph=graphs(directed=True), weight=st.sampled_from([None, "weight"]))
def test_effective_size_of_directed_networks(graph: Any, weight: str | None) -> None:
    """networkx with `nodes` calls an actor without outgoing ties undefined: here the formula is written out."""
    cleaned = merged(graph) if weight else counted(graph)

    assert_same(nx.effective_size(ours(graph, "weight"), weight=weight), effective_size_by_definition(cleaned))


@given(graph=graphs())
def test_some_nodes_have_the_values_that_they_have_among_all(graph: Any) -> None:
    chosen = list(graph)[::2]
    everybody = nx.constraint(ours(graph))

    assert_same(nx.constraint(ours(graph), nodes=chosen), {actor: everybody[actor] for actor in chosen})


@given(graph=graphs(multiple=False, self_ties=False))
def test_core_number(graph: Any) -> None:
    assert nx.core_number(ours(graph)) == nx.core_number(graph)


@given(graph=graphs(), weight=st.sampled_from([None, "weight"]), alpha=st.sampled_from([0.5, 0.85]))
def test_pagerank(graph: Any, weight: str | None, alpha: float) -> None:
    how = {"weight": weight, "alpha": alpha, **PAGERANK}

    assert_same(nx.pagerank(ours(graph, "weight"), **how), nx.pagerank(graph, **how))


@given(graph=graphs(), numbers=st.lists(st.integers(1, 9), min_size=9, max_size=9))
@pytest.mark.parametrize("role", ["personalization", "nstart", "dangling"])
def test_pagerank_with_given_numbers(graph: Any, numbers: list[int], role: str) -> None:
    how = {role: {actor: numbers[actor] for actor in graph}, **PAGERANK}

    assert_same(nx.pagerank(ours(graph, "weight"), **how), nx.pagerank(graph, **how))


@given(graph=graphs(multiple=False), weight=st.sampled_from([None, "weight"]))
def test_clustering(graph: Any, weight: str | None) -> None:
    assert_same(nx.clustering(ours(graph, "weight"), weight=weight), nx.clustering(graph, weight=weight))


@given(graph=graphs(multiple=False).filter(len), weight=st.sampled_from([None, "weight"]))
def test_average_clustering(graph: Any, weight: str | None) -> None:
    found = nx.average_clustering(ours(graph, "weight"), weight=weight)

    assert found == pytest.approx(nx.average_clustering(graph, weight=weight), abs=1e-9)


@given(graph=graphs(directed=False, multiple=False))
def test_triangles_and_transitivity(graph: Any) -> None:
    assert nx.triangles(ours(graph)) == nx.triangles(graph)
    assert nx.transitivity(ours(graph)) == pytest.approx(nx.transitivity(graph), abs=1e-9)


@given(graph=graphs())
def test_degrees(graph: Any) -> None:
    found = ours(graph, "weight")

    assert dict(found.degree()) == dict(graph.degree())
    assert dict(found.degree(weight="weight")) == dict(graph.degree(weight="weight"))
    assert_same(nx.degree_centrality(found), nx.degree_centrality(graph))
    if graph.is_directed():
        assert dict(found.in_degree(weight="weight")) == dict(graph.in_degree(weight="weight"))
        assert dict(found.out_degree()) == dict(graph.out_degree())
        assert_same(nx.in_degree_centrality(found), nx.in_degree_centrality(graph))
        assert_same(nx.out_degree_centrality(found), nx.out_degree_centrality(graph))


@given(graph=graphs(directed=False))
def test_components_of_undirected_networks(graph: Any) -> None:
    assert list(nx.connected_components(ours(graph))) == list(nx.connected_components(graph))
    assert nx.number_connected_components(ours(graph)) == nx.number_connected_components(graph)
    for actor in graph:
        assert nx.node_connected_component(ours(graph), actor) == nx.node_connected_component(graph, actor)


@given(graph=graphs(directed=True))
def test_components_of_directed_networks(graph: Any) -> None:
    found = ours(graph)

    assert list(nx.weakly_connected_components(found)) == list(nx.weakly_connected_components(graph))
    assert sets(nx.strongly_connected_components(found)) == sets(nx.strongly_connected_components(graph))
    assert nx.number_weakly_connected_components(found) == nx.number_weakly_connected_components(graph)
    assert nx.number_strongly_connected_components(found) == nx.number_strongly_connected_components(graph)
    if len(graph):
        assert nx.is_weakly_connected(found) == nx.is_weakly_connected(graph)
        assert nx.is_strongly_connected(found) == nx.is_strongly_connected(graph)


@given(graph=graphs(), cutoff=st.sampled_from([None, 0, 1, 2, 1.5]))
def test_distances_in_ties(graph: Any, cutoff: float | None) -> None:
    found = ours(graph)

    assert dict(nx.all_pairs_shortest_path_length(found, cutoff)) == dict(
        nx.all_pairs_shortest_path_length(graph, cutoff)
    )
    for actor in graph:
        expected = nx.single_source_shortest_path_length(graph, actor, cutoff)
        assert nx.single_source_shortest_path_length(found, actor, cutoff) == expected
        expected = nx.single_target_shortest_path_length(graph, actor, cutoff)
        assert nx.single_target_shortest_path_length(found, actor, cutoff) == expected
        assert nx.shortest_path_length(found, target=actor) == nx.shortest_path_length(graph, target=actor)


@given(graph=graphs(), cutoff=st.sampled_from([None, 0, 3, 4.5]))
def test_distances_along_lengths(graph: Any, cutoff: float | None) -> None:
    found = ours(graph, "weight")

    assert dict(nx.all_pairs_dijkstra_path_length(found, cutoff)) == dict(
        nx.all_pairs_dijkstra_path_length(graph, cutoff)
    )
    for actor in graph:
        expected = nx.shortest_path_length(graph, target=actor, weight="weight")
        assert nx.shortest_path_length(found, target=actor, weight="weight") == expected


@given(graph=graphs(multiple=False), lengths=st.lists(st.floats(0.1, 9), min_size=1))
def test_distances_along_lengths_that_are_not_whole(graph: Any, lengths: list[float]) -> None:
    for number, (*_, values) in enumerate(graph.edges(data=True)):
        values["weight"] = lengths[number % len(lengths)]

    for source, expected in nx.all_pairs_dijkstra_path_length(graph):
        assert nx.single_source_dijkstra_path_length(ours(graph, "weight"), source) == expected


@given(graph=graphs())
def test_a_path_exists_or_not_as_in_networkx(graph: Any) -> None:
    for source in graph:
        for target in graph:
            assert nx.has_path(ours(graph), source, target) == nx.has_path(graph, source, target)


@given(graph=graphs().filter(len))
def test_a_network_made_of_arrays_measures_like_the_cleaned_networkx_graph(graph: Any) -> None:
    edges = np.array([(ego, alter) for ego, alter, *_ in graph.edges], dtype=np.int64).reshape(-1, 2)
    strength = np.array([weight for *_, weight in graph.edges(data="weight")], dtype=float)
    made = TieGraph.from_arrays(
        range(len(graph)), edges[:, 0], edges[:, 1], directed=graph.is_directed(), strength=strength
    )
    cleaned = type(merged(graph))()
    cleaned.add_nodes_from(sorted(graph))
    cleaned.add_edges_from(merged(graph).edges(data=True))

    assert_same(nx.betweenness_centrality(made), nx.betweenness_centrality(cleaned))
    assert_same(nx.constraint(made, weight="strength"), nx.constraint(cleaned, weight="weight"))
    assert_same(nx.clustering(made, weight="strength"), nx.clustering(cleaned, weight="weight"))
    expected = nx.pagerank(cleaned, weight="weight", **PAGERANK)
    assert_same(nx.pagerank(made, weight="strength", **PAGERANK), expected)


def sets(parts: Any) -> set[frozenset[Any]]:
    return {frozenset(part) for part in parts}


def effective_size_by_definition(graph: Any) -> dict[Any, float]:
    """N - sum_j sum_q p_iq m_jq, straight from Burt (1992)."""
    actors = list(graph)
    given = nx.to_numpy_array(graph, nodelist=actors, weight="weight") if actors else np.zeros((0, 0))
    mutual = given + given.T
    sizes = {}
    for i, actor in enumerate(actors):
        contacts = np.flatnonzero(mutual[i])
        redundant = sum(
            mutual[i, q] / mutual[i].sum() * mutual[j, q] / mutual[j].max()
            for j in contacts
            for q in contacts
            if q != j
        )
        sizes[actor] = len(contacts) - redundant if len(contacts) else float("nan")
    return sizes
