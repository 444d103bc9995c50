"""Missing ties: published values, networkx, and the formula written out over all pairs."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.kernel.link_scores import Score, pair_scores, scores_from, top_pairs, top_pairs_by_kind
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.networks import graphs, merged, ours

KITE = "01 02 03 05 13 14 16 23 25 34 35 36 46 56 57 67 78 89"
ANDRE, BEVERLEY, FERNANDO, GARTH = 0, 1, 5, 6


def score_by_definition(graph: Any, score: Score, one: Any, other: Any) -> float:
    """Straight from the papers; `graph` is undirected, without self-ties."""
    k = dict(graph.degree())
    if score is Score.L3:
        return sum(
            1 / math.sqrt(k[u] * k[v])
            for u in graph[one]
            for v in graph[other]
            if u != other and v != one and graph.has_edge(u, v)
        )
    shared = nx.common_neighbors(graph, one, other)
    return sum(1 / (k[z] if score is Score.RESOURCE_ALLOCATION else math.log(k[z])) for z in shared)


def undirected(graph: Any) -> Any:
    return nx.Graph(merged(graph).to_undirected())


def best_by_definition(
    graph: Any, score: Score, count: int, fits: Any = lambda one, other: True
) -> list[tuple[Any, Any, float]]:
    found = [
        (one, other, score_by_definition(graph, score, one, other))
        for one, other in combinations(sorted(graph), 2)
        if not graph.has_edge(one, other) and fits(one, other)
    ]
    found = [row for row in found if row[2] > 0]
    return sorted(found, key=lambda row: (-round(row[2], 9), row[0], row[1]))[:count]


def told(graph: TieGraph, pairs: Any) -> list[tuple[Any, Any, Any]]:
    rows = zip(pairs.one.tolist(), pairs.other.tolist(), pairs.value.tolist(), strict=True)
    return [(graph.ids[one], graph.ids[other], pytest.approx(value, abs=1e-9)) for one, other, value in rows]


@pytest.fixture
def kite() -> TieGraph:
    ego, alter = ([int(pair[end]) for pair in KITE.split()] for end in (0, 1))
    return TieGraph.from_arrays(range(10), ego, alter, directed=False)


def test_a_pair_of_a_complete_graph_of_five() -> None:  # networkx's own tests; Liben-Nowell and Kleinberg (2007)
    graph = ours(nx.complete_graph(5))

    assert pair_scores(graph, Score.RESOURCE_ALLOCATION, 0, 1).tolist() == [0.75]
    assert pair_scores(graph, Score.ADAMIC_ADAR, 0, 1)[0] == pytest.approx(2.16404, abs=5e-6)


def test_the_ends_of_a_path_of_four() -> None:  # Kovacs and others (2019), Nature Communications 10, 1240
    assert scores_from(ours(nx.path_graph(4)), Score.L3, 0)[3] == pytest.approx(0.5)


@pytest.mark.parametrize(("score", "value"), [(Score.RESOURCE_ALLOCATION, 0.6167), (Score.L3, 2.0499)])
def test_the_best_missing_ties_of_krackhardts_kite(kite: TieGraph, score: Score, value: float) -> None:
    found = top_pairs(kite, score, 2)

    assert list(zip(found.one.tolist(), found.other.tolist(), strict=True)) == [(ANDRE, GARTH), (BEVERLEY, FERNANDO)]
    assert found.value.tolist() == pytest.approx([value, value], abs=5e-5)


@given(graph=graphs(largest=9), score=st.sampled_from(Score), count=st.integers(1, 12))
@settings(deadline=None)
def test_the_best_of_all_pairs_are_those_of_a_search_of_all_pairs(graph: Any, score: Score, count: int) -> None:
    made = TieGraph.from_arrays(sorted(graph), *network_ends(graph), directed=graph.is_directed())

    assert told(made, top_pairs(made, score, count)) == best_by_definition(undirected(graph), score, count)


def network_ends(graph: Any) -> tuple[list[int], list[int]]:
    place = {actor: number for number, actor in enumerate(sorted(graph))}
    edges = list(graph.edges())
    return [place[edge[0]] for edge in edges], [place[edge[1]] for edge in edges]


@given(
    graph=graphs(largest=8),
    score=st.sampled_from(Score),
    kinds=st.lists(st.integers(0, 2), min_size=8, max_size=8),
    within=st.booleans(),
)
@settings(deadline=None)
def test_only_kinds_that_can_be_tied_are_paired(graph: Any, score: Score, kinds: list[int], within: bool) -> None:
    made = TieGraph.from_arrays(sorted(graph), *network_ends(graph), directed=graph.is_directed())
    compatible = np.eye(3, dtype=bool) if within else ~np.eye(3, dtype=bool)

    found = top_pairs(made, score, 5, kind=kinds[: len(made)], compatible=compatible)

    expected = best_by_definition(
        undirected(graph), score, 5, lambda one, other: (kinds[one] == kinds[other]) == within
    )
    assert told(made, found) == expected


@given(
    graph=graphs(largest=8).filter(len),
    score=st.sampled_from(Score),
    chosen=st.sets(st.integers(0, 7), min_size=1, max_size=3),
    count=st.integers(1, 6),
)
@settings(deadline=None)
def test_from_some_actors_their_best_pairs_are_found(graph: Any, score: Score, chosen: set[int], count: int) -> None:
    made = TieGraph.from_arrays(sorted(graph), *network_ends(graph), directed=graph.is_directed())
    sources = {place for place in chosen if place < len(made)}

    found = top_pairs(made, score, count, sources=sources)

    pairs = best_by_definition(undirected(graph), score, 99, lambda one, other: {one, other} & sources)
    turned = [(one, other, value) if one in sources else (other, one, value) for one, other, value in pairs]
    expected = sorted(turned, key=lambda row: (-round(row[2], 9), row[0], row[1]))[:count]
    assert told(made, found) == expected


@given(graph=graphs(largest=8).filter(len), score=st.sampled_from(Score))
@settings(deadline=None)
def test_a_row_holds_the_score_with_everybody_who_is_not_tied(graph: Any, score: Score) -> None:
    network, whole = ours(graph), undirected(graph)

    for source in network.ids:
        row = dict(zip(network.ids, scores_from(network, score, network.index[source]).tolist(), strict=True))
        tied = {*whole[source], source}
        expected = {a: score_by_definition(whole, score, source, a) for a in network.ids if a not in tied}
        assert {actor: value for actor, value in row.items() if not math.isnan(value)} == pytest.approx(expected)


@given(graph=graphs(largest=8).filter(lambda graph: len(graph) > 1), score=st.sampled_from(Score))
@settings(deadline=None)
def test_given_pairs_have_their_scores_tied_or_not_in_both_orders(graph: Any, score: Score) -> None:
    network, whole = ours(graph), undirected(graph)
    one, other = np.triu_indices(len(network), 1)

    found = pair_scores(network, score, one, other).tolist()

    expected = [
        score_by_definition(whole, score, network.ids[a], network.ids[b]) for a, b in zip(one, other, strict=True)
    ]
    assert found == pytest.approx(expected)
    assert pair_scores(network, score, other, one).tolist() == found


@pytest.mark.parametrize("score", Score)
@pytest.mark.parametrize("seed", [1, 2])
def test_no_bound_loses_a_pair_among_hubs(score: Score, seed: int) -> None:
    """Large enough for several stretches of ranks, and for bounds to leave most actors out."""
    graph = nx.powerlaw_cluster_graph(1500, 3, 0.3, seed=seed)
    network = ours(graph)

    found = top_pairs(network, score, 40)

    expected = []
    for source in range(len(network)):
        row = scores_from(network, score, source)
        row[: source + 1] = np.nan
        expected += [(-round(row[other], 9), source, other) for other in np.flatnonzero(row > 0)]
    expected.sort()
    assert list(zip(found.one.tolist(), found.other.tolist(), strict=True)) == [pair[1:] for pair in expected[:40]]
    assert found.value.tolist() == pytest.approx([-pair[0] for pair in expected[:40]], abs=1e-8)


@given(graph=graphs(directed=False, multiple=False, self_ties=False))
@settings(deadline=None)
@pytest.mark.parametrize("name", ["resource_allocation_index", "adamic_adar_index"])
def test_the_indices_of_networkx(graph: Any, name: str) -> None:
    index = getattr(nx, name)
    pairs = [(one, other) for one in graph for other in graph if one != other]

    assert list(index(ours(graph), pairs)) == [
        (one, other, pytest.approx(value)) for one, other, value in index(graph, pairs, backend="networkx")
    ]
    everything = {frozenset(row[:2]): row[2] for row in index(graph, backend="networkx")}
    assert {frozenset(row[:2]): row[2] for row in index(ours(graph))} == pytest.approx(everything)


def test_an_index_of_somebody_unknown_or_of_a_division_by_zero_raises_what_networkx_raises() -> None:
    path = ours(nx.path_graph(3))

    with pytest.raises(nx.NodeNotFound):
        nx.adamic_adar_index(path, [(0, 9)])
    with pytest.raises(ZeroDivisionError):
        list(nx.adamic_adar_index(path, [(1, 1)]))


def test_within_a_kind_by_one_actor_between_and_across_kinds_by_two() -> None:
    """Organizations 0-2, funders 3-4; ties join both kinds only."""
    graph = TieGraph.from_arrays(range(5), [0, 1, 1, 2], [3, 3, 4, 4], directed=False)

    within, across = top_pairs_by_kind(graph, [0, 0, 0, 1, 1], 9)

    assert told(graph, within) == [(0, 1, 0.5), (1, 2, 0.5), (3, 4, 0.5)]
    assert told(graph, across) == [(0, 4, 0.5), (2, 3, 0.5)]


@pytest.mark.parametrize("score", Score)
@pytest.mark.parametrize(
    "graph", [nx.empty_graph(0), nx.empty_graph(3), nx.complete_graph(4), nx.path_graph(2), nx.Graph([(0, 0), (1, 2)])]
)
def test_where_no_tie_suggests_itself_there_is_none(score: Score, graph: Any) -> None:
    network = ours(graph)

    assert len(top_pairs(network, score, 3)) == 0
    assert len(top_pairs(network, score, 3, sources=range(len(network)))) == 0


def test_a_star_pairs_its_points_in_the_order_of_ids() -> None:
    found = top_pairs(ours(nx.star_graph(3)), Score.RESOURCE_ALLOCATION, 9)

    assert list(zip(found.one.tolist(), found.other.tolist(), found.value.tolist(), strict=True)) == [
        (1, 2, pytest.approx(1 / 3)),
        (1, 3, pytest.approx(1 / 3)),
        (2, 3, pytest.approx(1 / 3)),
    ]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"count": 0}, "count"),
        ({"count": 1, "sources": [3]}, "source"),
        ({"count": 1, "sources": [-1]}, "source"),
        ({"count": 1, "kind": [0]}, "kind"),
        ({"count": 1, "kind": [0, 0, -1]}, "kind"),
        ({"count": 1, "kind": [0, 0, 1], "compatible": [[True]]}, "compatible"),
        ({"count": 1, "kind": [0, 0, 1], "compatible": [[True, False], [True, True]]}, "compatible"),
    ],
)
def test_what_cannot_be_asked_is_refused(how: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        top_pairs(ours(nx.path_graph(3)), Score.L3, **how)
