"""Harmonic centrality and reach: networkx is the oracle, on random networks of every sort."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel.harmonic import harmonic_sums, sampled_harmonic
from graphsvc.kernel.key_player_values import distance_fragmentation
from graphsvc.kernel.reach import Way, reach, reached_targets
from graphsvc.kernel.tiegraph import TieGraph
from tests.bench.graphs import network
from tests.unit.kernel.networks import graphs, ours

KEYPLAYER = {(0, 1): 1, (0, 2): 3, (1, 3): 4, (2, 0): 1, (2, 1): 1, (2, 3): 2, (3, 4): 3, (4, 1): 2}
"""The example of the R package keyplayer: {(ego, alter): strength}."""


def sparse(actors: int, ties: int, *, directed: bool, seed: int = 3) -> tuple[TieGraph, Any]:
    """A random network of more actors than one word has bits, by the kernel and by networkx."""
    graph = nx.gnm_random_graph(actors, ties, seed=seed, directed=directed)
    return ours(graph), graph


@given(graph=graphs(), cut=st.integers(0, 9))
def test_harmonic_centrality_is_that_of_networkx(graph: Any, cut: int) -> None:
    some = list(graph)[:cut]

    assert nx.harmonic_centrality(ours(graph)) == pytest.approx(nx.harmonic_centrality(graph))
    found = nx.harmonic_centrality(ours(graph), nbunch=some, sources=list(graph)[cut // 2 :])
    assert found == pytest.approx(nx.harmonic_centrality(graph, nbunch=some, sources=list(graph)[cut // 2 :]))


@given(graph=graphs())
def test_harmonic_centrality_along_lengths_is_that_of_networkx(graph: Any) -> None:
    found = nx.harmonic_centrality(ours(graph, "weight"), distance="weight")

    assert found == pytest.approx(nx.harmonic_centrality(graph, distance="weight"))


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize(("actors", "ties"), [(150, 150), (150, 400), (150, 4000), (700, 500), (700, 900), (700, 9000)])
def test_harmonic_centrality_of_more_actors_than_a_word_has_bits(directed: bool, actors: int, ties: int) -> None:
    """Above 256 sources a search has eight words; the last of several batches is never full here."""
    kernel, graph = sparse(actors, ties, directed=directed)

    assert nx.harmonic_centrality(kernel) == pytest.approx(nx.harmonic_centrality(graph))
    outward = nx.harmonic_centrality(graph.reverse() if directed else graph)
    assert harmonic_sums(kernel, np.arange(actors), way=Way.OUT) == pytest.approx([outward[a] for a in range(actors)])
    either = nx.harmonic_centrality(nx.Graph(graph))
    assert harmonic_sums(kernel, np.arange(actors), way=Way.EITHER) == pytest.approx([either[a] for a in range(actors)])


def test_one_actor_may_be_asked_for_and_nobody_is_refused_as_in_networkx() -> None:
    path = ours(nx.path_graph(3))

    assert nx.harmonic_centrality(path, nbunch=1) == {1: 2.0}
    assert nx.harmonic_centrality(path, nbunch=[0, 7], sources=1) == {0: 1.0}
    with pytest.raises(nx.NetworkXError, match="not in the graph"):
        nx.harmonic_centrality(path, nbunch=7)


def test_actors_in_the_same_position_have_the_same_value_to_the_last_bit() -> None:
    ring = ours(nx.cycle_graph(331))

    assert len(set(nx.harmonic_centrality(ring).values())) == 1


def test_a_path_of_many_levels_is_added_up_exactly() -> None:
    found = nx.harmonic_centrality(ours(nx.path_graph(3000)))

    assert found[0] == pytest.approx(sum(1 / step for step in range(1, 3000)), rel=1e-12)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize(("epsilon", "way"), [(0.1, Way.IN), (0.05, Way.OUT), (0.05, Way.EITHER)])
def test_a_sample_stays_within_its_error(directed: bool, epsilon: float, way: Way) -> None:
    ties = network(5000)
    graph = TieGraph.from_arrays(range(5000), ties.ego, ties.alter, directed=directed)
    exact = harmonic_sums(graph, np.arange(5000), way=way) / 4999

    found = sampled_harmonic(graph, epsilon=epsilon, seed=5, way=way)

    errors = np.abs(np.array(list(found.values())) - exact)
    assert 0 < errors.max() <= epsilon
    assert sampled_harmonic(graph, epsilon=epsilon, seed=5, way=way) == found


def test_a_sample_that_would_be_everybody_is_exact() -> None:
    kernel, graph = sparse(60, 100, directed=False)

    exact = {actor: value / 59 for actor, value in nx.harmonic_centrality(graph).items()}
    assert sampled_harmonic(kernel, epsilon=0.001) == pytest.approx(exact)
    assert sampled_harmonic(TieGraph.from_arrays("a", [], [], directed=False)) == {"a": 0.0}
    assert sampled_harmonic(TieGraph.from_arrays("", [], [], directed=True)) == {}


@pytest.mark.parametrize("bad", [{"epsilon": 0}, {"epsilon": 1}, {"delta": 0.0}, {"delta": 1}])
def test_an_error_or_a_chance_that_is_none_is_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        sampled_harmonic(TieGraph.from_arrays("ab", [0], [1], directed=False), **bad)


@given(graph=graphs(), steps=st.integers(1, 4), way=st.sampled_from(Way), cut=st.integers(0, 9))
def test_reach_counts_whom_a_search_of_networkx_finds(graph: Any, steps: int, way: Way, cut: int) -> None:
    seen = {Way.OUT: graph, Way.IN: graph.reverse() if graph.is_directed() else graph, Way.EITHER: nx.Graph(graph)}
    near = {
        actor: set(nx.single_source_shortest_path_length(seen[way], actor, cutoff=steps)) - {actor} for actor in graph
    }
    targets = list(graph)[:cut]
    kernel = ours(graph)

    found = reach(kernel, steps=steps, way=way, targets=[*targets, "nobody"])
    which = reached_targets(kernel, targets, steps=steps, way=way)

    assert reach(kernel, steps=steps, way=way).tolist() == [len(near[actor]) for actor in graph]
    assert found.tolist() == [len(near[actor] & set(targets)) for actor in graph]
    assert [{kernel.ids[t] for t in which.of(a).tolist()} for a in range(len(graph))] == [
        near[actor] & set(targets) for actor in graph
    ]


@pytest.mark.parametrize("directed", [False, True])
def test_reach_of_more_targets_than_a_word_has_bits(directed: bool) -> None:
    kernel, graph = sparse(300, 700, directed=directed)
    near = {actor: set(nx.single_source_shortest_path_length(graph, actor, cutoff=3)) - {actor} for actor in graph}
    targets = list(range(0, 300, 2))

    which = reached_targets(kernel, targets, steps=3)

    assert reach(kernel, steps=3).tolist() == [len(near[actor]) for actor in graph]
    assert [set(which.of(actor).tolist()) for actor in graph] == [near[actor] & set(targets) for actor in graph]
    assert reached_targets(kernel, []).of(0).tolist() == []


def test_reach_of_the_keyplayer_example() -> None:  # R package keyplayer, example of `mreach.degree`
    ego, alter = zip(*KEYPLAYER, strict=True)
    graph = TieGraph.from_arrays(range(5), ego, alter, directed=True)

    assert reach(graph, steps=2, way=Way.OUT).tolist() == [3, 2, 4, 2, 2]
    assert reach(graph, steps=2, way=Way.IN).tolist() == [1, 4, 1, 4, 3]


@pytest.mark.parametrize("directed", [False, True])
def test_who_is_left_out_of_a_wide_search_is_not_passed_through(directed: bool) -> None:
    kernel, graph = sparse(700, 1500, directed=directed)
    gone = np.arange(0, 700, 9)
    left = graph.copy()
    left.remove_nodes_from(gone.tolist())
    pairs = len(left) * (len(left) - 1)

    expected = 1 - sum(nx.harmonic_centrality(left).values()) / pairs
    assert distance_fragmentation(kernel, gone) == pytest.approx(expected)


def test_fewer_than_one_step_is_refused() -> None:
    graph = TieGraph.from_arrays("ab", [0], [1], directed=False)

    with pytest.raises(ValueError, match="1 or more"):
        reach(graph, steps=0)
    with pytest.raises(ValueError, match="1 or more"):
        reached_targets(graph, ["a"], steps=0)
