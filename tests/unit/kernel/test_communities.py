"""Groups are connected, at least as good as those of other programs, numbered in one way, and as sure as stated."""

from __future__ import annotations

import math
from itertools import product
from random import Random
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.kernel.communities import certainty, communities, modularity
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.networks import graphs, merged, ours


def groups(graph: TieGraph, numbers: Any) -> list[set[Any]]:
    found: dict[int, set[Any]] = {}
    for actor, number in zip(graph.ids, numbers.tolist(), strict=True):
        found.setdefault(number, set()).add(actor)
    return [found[number] for number in sorted(found)]


def both_ways(graph: Any) -> Any:
    """The cleaned network, undirected, with the strengths of both directions added up."""
    cleaned = merged(graph)
    if not cleaned.is_directed():
        return cleaned
    undirected = nx.Graph()
    undirected.add_nodes_from(cleaned)
    for ego, alter, weight in cleaned.edges(data="weight"):
        before = undirected.get_edge_data(ego, alter, {"weight": 0})["weight"]
        undirected.add_edge(ego, alter, weight=before + weight)
    return undirected


def test_zacharys_club_has_its_four_groups_of_the_largest_modularity() -> None:
    """The optimum .4197896 is that of Brandes and others (2008), IEEE TKDE 20, 172-188."""
    club = nx.karate_club_graph()

    found = communities(ours(club))

    assert found.modularity == pytest.approx(0.4197896, abs=5e-8)
    assert found.sizes.tolist() == [12, 11, 6, 5]
    assert nx.community.modularity(club, groups(ours(club), found.group), weight=None) == pytest.approx(
        found.modularity, abs=1e-12
    )


@pytest.mark.parametrize(("weight", "expected"), [(None, 0.3582347), ("weight", 0.3914376)])
def test_the_split_of_zacharys_club(weight: str | None, expected: float) -> None:
    club = nx.karate_club_graph()
    side = [club.nodes[actor]["club"] == "Officer" for actor in sorted(club)]

    assert modularity(ours(club, "weight"), side, weight=weight) == pytest.approx(expected, abs=5e-8)


def test_two_triangles_and_a_bridge() -> None:
    graph = TieGraph.from_arrays("abcdef", [0, 1, 0, 2, 3, 4, 3], [1, 2, 2, 3, 4, 5, 5], directed=False)

    found = communities(graph)

    assert found.group.tolist() == [1, 1, 1, 2, 2, 2]
    assert found.modularity == pytest.approx(5 / 14)
    assert found.certainty.tolist() == [1.0] * 6


@given(graph=graphs(), weight=st.sampled_from([None, "weight"]), resolution=st.sampled_from([0.5, 1.0, 1.7]))
@settings(deadline=None)
def test_every_group_is_connected_and_worth_what_networkx_says(
    graph: Any, weight: str | None, resolution: float
) -> None:
    network = ours(graph, "weight")
    whole = both_ways(graph if weight else _of_ones(graph))

    found = communities(network, weight=weight, resolution=resolution, runs=3)

    parts = groups(network, found.group)
    assert nx.community.is_partition(whole, parts)
    assert all(nx.is_connected(whole.subgraph(part)) for part in parts)
    if whole.number_of_edges():
        expected = nx.community.modularity(whole, parts, weight="weight", resolution=resolution)
        assert found.modularity == pytest.approx(expected, abs=1e-12)
        numbers = [actor % 3 for actor in network.ids]
        expected = nx.community.modularity(
            whole, groups(network, np.array(numbers)), weight="weight", resolution=resolution
        )
        given_ = modularity(network, numbers, weight=weight, resolution=resolution)
        assert given_ == pytest.approx(expected, abs=1e-12)
    else:
        assert math.isnan(found.modularity)


def _of_ones(graph: Any) -> Any:
    ones = graph.copy()
    for *_, values in ones.edges(data=True):
        values["weight"] = 1
    return ones


@given(graph=graphs(directed=False, multiple=False, self_ties=False, largest=6).filter(nx.number_of_edges))
@settings(deadline=None, max_examples=60)
def test_small_networks_get_the_best_of_all_divisions(graph: Any) -> None:
    network = ours(graph)
    every = product(range(len(graph)), repeat=len(graph))
    best = max(modularity(network, numbers) for numbers in {_first_labels(numbers) for numbers in every})

    assert communities(network).modularity == pytest.approx(best, abs=1e-9)


def _first_labels(numbers: tuple[int, ...]) -> tuple[int, ...]:
    seen: dict[int, int] = {}
    return tuple(seen.setdefault(number, len(seen)) for number in numbers)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    "make",
    [
        lambda seed: nx.gnm_random_graph(300, 900, seed=seed),
        lambda seed: nx.powerlaw_cluster_graph(400, 3, 0.4, seed=seed),
        lambda seed: nx.planted_partition_graph(8, 40, 0.15, 0.02, seed=seed),
    ],
)
def test_no_other_program_finds_much_better_groups(make: Any, seed: int) -> None:
    graph = make(seed)
    louvain = max(
        nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=s, backend="networkx"))
        for s in range(5)
    )
    # igraph's default objective is CPM at resolution 1, which leaves nearly everybody alone.
    igraph.set_random_number_generator(Random(seed))
    other = igraph.Graph(n=len(graph), edges=list(graph.edges))
    leiden = max(other.community_leiden("modularity", n_iterations=-1).modularity for _ in range(5))

    found = communities(ours(graph)).modularity

    assert found >= louvain - 1e-9
    assert found >= leiden - 0.004


def test_groups_are_numbered_by_size_then_by_least_member() -> None:
    ego, alter = [0, 1, 0, 3, 5, 7, 8, 7], [1, 2, 2, 4, 6, 8, 9, 9]
    graph = TieGraph.from_arrays("abcdefghijk", ego, alter, directed=False)

    assert communities(graph).group.tolist() == [1, 1, 1, 3, 3, 4, 4, 2, 2, 2, 5]


def test_an_actor_between_two_cliques_is_less_sure_than_the_cliques() -> None:
    graph = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(6))
    graph.add_edges_from((12, other) for other in (0, 1, 6, 7))

    found = communities(ours(graph), runs=40)

    assert set(found.certainty[:12].tolist()) == {1.0}
    assert 1 / 40 <= found.certainty[12] < 1


def test_certainty_is_the_share_of_runs_with_more_than_half_of_the_final_group() -> None:
    final = np.array([1, 1, 1, 1, 2])
    runs = [np.array(run) for run in ([7, 7, 7, 3, 3], [0, 0, 2, 2, 4], [0, 1, 2, 3, 4], [5, 5, 5, 5, 5])]

    assert certainty(final, runs).tolist() == [0.5, 0.5, 0.5, 0.25, 1.0]


def test_the_same_seed_gives_the_same_groups_on_any_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = ours(nx.gnm_random_graph(200, 500, seed=5))
    together = communities(graph, seed=3)

    monkeypatch.setattr("graphsvc.kernel.threads.cores", lambda: 1)
    alone = communities(graph, seed=3)

    assert together.group.tolist() == alone.group.tolist()
    assert together.certainty.tolist() == alone.certainty.tolist()


def test_the_order_in_which_actors_are_given_does_not_matter() -> None:
    club = nx.karate_club_graph()
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(club)))
    turned.add_edges_from(reversed(list(club.edges)))

    one = TieGraph.from_arrays(list(club), *np.array(club.edges).T, directed=False)
    other = TieGraph.from_arrays(list(turned), *(33 - np.array(turned.edges)).T, directed=False)

    assert communities(one).group.tolist() == communities(other).group.tolist()


@pytest.mark.parametrize(
    ("actors", "ties", "expected"),
    [
        (0, [], []),
        (1, [], [1]),
        (3, [], [1, 2, 3]),
        (2, [(0, 1)], [1, 1]),
        (3, [(0, 0), (1, 1)], [1, 2, 3]),
        (4, [(0, 1), (1, 0), (0, 2), (0, 3)], [1, 1, 1, 1]),
        (5, [(a, b) for a in range(5) for b in range(a)], [1] * 5),
    ],
)
@pytest.mark.parametrize("directed", [False, True])
def test_degenerate_networks(actors: int, ties: list[tuple[int, int]], expected: list[int], directed: bool) -> None:
    ego, alter = ([tie[end] for tie in ties] for end in (0, 1))
    graph = TieGraph.from_arrays(range(actors), ego, alter, directed=directed)

    found = communities(graph)

    assert found.group.tolist() == expected
    assert math.isnan(found.modularity) == (not graph.number_of_edges())
    assert found.certainty.tolist() == [1.0] * actors


def test_ties_of_strength_zero_in_a_foreign_graph_are_none() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, 1), (1, 2, 0), (2, 3, 1)])

    assert communities(ours(graph, "weight"), weight="weight").group.tolist() == [1, 1, 2, 2]


@pytest.mark.parametrize("resolution", [0.0, -1.0, math.inf, math.nan])
def test_a_resolution_that_is_none_is_refused(resolution: float) -> None:
    with pytest.raises(ValueError, match="resolution"):
        communities(ours(nx.path_graph(3)), resolution=resolution)


def test_no_run_is_no_answer() -> None:
    with pytest.raises(ValueError, match="runs"):
        communities(ours(nx.path_graph(3)), runs=0)


def test_networkx_gets_its_leiden_from_us() -> None:
    club = ours(nx.karate_club_graph())

    steps = [nx.community.leiden_communities(club, weight=None, seed=1, max_level=level) for level in (1, 2, 9)]

    assert steps[-1] == nx.community.leiden_communities(club, weight=None, seed=1)
    worth = [nx.community.modularity(nx.karate_club_graph(), step, weight=None) for step in steps]
    assert worth == sorted(worth)
    assert worth[0] < worth[-1]
    with pytest.raises(ValueError, match="positive integer"):
        nx.community.leiden_communities(club, max_level=0)
