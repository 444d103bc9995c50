from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graphsvc.kernel import threads
from graphsvc.kernel.length_sampling import count_on_routes
from graphsvc.kernel.sampling import longest_path, sample_size, sampled_betweenness
from graphsvc.kernel.tiegraph import TieGraph
from tests.bench.graphs import network


def graph_of(actors: int, *, directed: bool) -> TieGraph:
    ties = network(actors, seed=5)
    return TieGraph.from_arrays(ties.ids, ties.ego, ties.alter, directed=directed)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_value_is_within_the_stated_error(directed: bool, seed: int) -> None:
    graph = graph_of(300, directed=directed)
    exact = nx.betweenness_centrality(graph)

    found = sampled_betweenness(graph, epsilon=0.02, delta=0.05, seed=seed)

    assert max(abs(found[actor] - exact[actor]) for actor in graph) <= 0.02


def test_many_routes_between_two_actors_are_drawn_evenly() -> None:
    """Ten routes of two steps from end to end: each of the ten in the middle lies on a tenth of them."""
    middles = [f"m{number}" for number in range(10)]
    ids = ["end", *middles, "other"]
    ego = [0] * 10 + list(range(1, 11))
    alter = [*range(1, 11), *[11] * 10]
    graph = TieGraph.from_arrays(ids, ego, alter, directed=True)

    found = sampled_betweenness(graph, epsilon=0.005, seed=4)

    exact = nx.betweenness_centrality(graph)
    assert found == pytest.approx(exact, abs=0.005)
    assert min(found[middle] for middle in middles) > 0


def test_the_same_seed_gives_the_same_values_on_any_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = graph_of(200, directed=False)
    on_all = sampled_betweenness(graph, epsilon=0.03, seed=9)

    monkeypatch.setattr(threads, "cores", lambda: 1)

    assert sampled_betweenness(graph, epsilon=0.03, seed=9) == on_all
    assert sampled_betweenness(graph, epsilon=0.03, seed=10) != on_all


def test_the_sample_grows_with_the_wanted_certainty() -> None:
    """Riondato and Kornaropoulos (2016): c / eps^2 (floor(log2(VD - 2)) + 1 + ln(1 / delta)), c = 0.5."""
    assert sample_size(10, 0.1, 0.1) == 316
    assert sample_size(10, 0.01, 0.1) == 31513
    assert sample_size(2, 0.1, 0.5) == 85


def test_no_shortest_path_has_more_actors_than_the_bound() -> None:
    """Two parts, a chain of 30 and a star of 41: the chain is the longest, though the star is larger."""
    ego = [*range(29), *[30] * 40]
    alter = [*range(1, 30), *range(31, 71)]
    graph = TieGraph.from_arrays(range(71), ego, alter, directed=False)

    assert 30 <= longest_path(graph) <= 60
    assert longest_path(TieGraph.from_arrays(range(71), ego, alter, directed=True)) == 41


@pytest.mark.parametrize(("epsilon", "delta"), [(0, 0.1), (1, 0.1), (0.1, 0), (0.1, 1)])
def test_an_error_or_chance_that_makes_no_sense_is_refused(epsilon: float, delta: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        sampled_betweenness(graph_of(10, directed=False), epsilon=epsilon, delta=delta)


@pytest.mark.parametrize("actors", [0, 1, 2])
def test_next_to_nobody_means_zero(actors: int) -> None:
    graph = TieGraph.from_arrays(range(actors), [], [], directed=False)

    assert sampled_betweenness(graph) == dict.fromkeys(range(actors), 0.0)


def test_without_any_tie_everybody_has_zero() -> None:
    graph = TieGraph.from_arrays(range(5), [], [], directed=False)

    assert sampled_betweenness(graph, epsilon=0.1) == dict.fromkeys(range(5), 0.0)


@pytest.mark.parametrize("unit", [1, 0.1])
@pytest.mark.parametrize("directed", [False, True])
def test_routes_along_lengths_are_drawn_evenly_among_the_shortest(unit: float, directed: bool) -> None:
    """From 0 to 4 four routes of length 6: two over 1 and 2, one over 3, one straight; one tie of 7 is no route."""
    there = [(0, 1, 2), (1, 2, 2), (1, 5, 1), (5, 2, 1), (2, 4, 2)]
    ties = [*there, (0, 3, 1), (3, 4, 5), (0, 4, 6), (0, 6, 1), (6, 4, 6)]
    ego, alter, length = zip(*ties, strict=True)
    graph = TieGraph.from_arrays(range(7), ego, alter, directed=directed, length=np.array(length) * unit)
    draws = 60_000

    counts = count_on_routes(graph, graph.lengths("length"), 3, (0, draws))

    theirs = nx.DiGraph() if directed else nx.Graph()
    theirs.add_nodes_from(range(7))
    theirs.add_weighted_edges_from(ties)
    exact = nx.betweenness_centrality(theirs, weight="weight")
    assert counts / draws * 7 / 5 == pytest.approx([exact[actor] for actor in range(7)], abs=0.01)


@pytest.mark.parametrize("directed", [False, True])
def test_every_value_along_lengths_is_within_the_stated_error(directed: bool) -> None:
    plain = graph_of(2_000, directed=directed)
    ego, alter = plain.ends()
    length = np.random.default_rng(1).integers(1, 4, ego.size)
    graph = TieGraph.from_arrays(plain.ids, ego, alter, directed=directed, length=length)
    exact = nx.betweenness_centrality(graph, weight="length")

    found = sampled_betweenness(graph, weight="length", epsilon=0.06, delta=0.05, seed=2)

    assert 0 < max(abs(found[actor] - exact[actor]) for actor in graph) <= 0.06


def test_along_lengths_a_small_network_is_measured_exactly() -> None:
    """Drawing the paths would take longer; a-m-b is shorter than the tie a-b."""
    graph = TieGraph.from_arrays("abm", [0, 2, 0], [2, 1, 1], directed=False, length=[1, 1, 10])

    assert sampled_betweenness(graph, weight="length", epsilon=0.1) == {"a": 0.0, "b": 0.0, "m": 1.0}
