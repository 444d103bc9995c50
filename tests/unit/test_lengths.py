from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.lengths import lengths_of


def betweenness_by_fractions(strengths: dict[tuple[int, int], Fraction], actors: int) -> list[float]:
    """Every simple route between every pair, its length as an exact fraction; undirected, not normalized."""
    graph = nx.Graph(list(strengths))
    score = [Fraction(0)] * actors
    for one, other in combinations(sorted(graph), 2):
        routes = list(nx.all_simple_paths(graph, one, other))
        costs = [sum(1 / strengths[min(step), max(step)] for step in pairwise(route)) for route in routes]
        shortest = [route for route, cost in zip(routes, costs, strict=True) if cost == min(costs)]
        for route in shortest:
            for actor in route[1:-1]:
                score[actor] += Fraction(1, len(shortest))
    return [float(value) for value in score]


def betweenness(strengths: dict[tuple[int, int], str], actors: int) -> list[float]:
    numbers = np.array([float(text) for text in strengths.values()])
    ego, alter = zip(*strengths, strict=True)
    length = lengths_of(numbers, actors)
    graph = TieGraph.from_arrays(range(actors), ego, alter, directed=False, strength=numbers, length=length)
    return list(nx.betweenness_centrality(graph, normalized=False, weight="length").values())


STRENGTHS = st.sampled_from(
    ["0.1", "0.2", "0.3", "0.6", "0.15", "0.27", "2.7", "1.1", "3", "7", "30", "5", "6", "0.21", "1e-3", "12.5"]
)
PAIRS = list(combinations(range(6), 2))


@given(strengths=st.dictionaries(st.sampled_from(PAIRS), STRENGTHS, min_size=1))
def test_equally_short_routes_share_as_exact_fractions_do(strengths: dict[tuple[int, int], str]) -> None:
    exact = betweenness_by_fractions({pair: Fraction(text) for pair, text in strengths.items()}, 6)

    assert betweenness(strengths, 6) == pytest.approx(exact, abs=1e-9)


@given(strengths=st.dictionaries(st.sampled_from(PAIRS), STRENGTHS, min_size=1))
def test_so_they_do_where_no_common_whole_number_is_small_enough(strengths: dict[tuple[int, int], str]) -> None:
    exact = betweenness_by_fractions({pair: Fraction(text) for pair, text in strengths.items()}, 6)
    far = {(2 * number + 6, 2 * number + 7): str(number + 101) for number in range(70)}

    assert betweenness({**strengths, **far}, 146)[:6] == pytest.approx(exact, abs=1e-9)


def test_lengths_are_whole_numbers_where_these_are_exact() -> None:
    assert lengths_of(np.array([0.3, 2.7, 0.27]), 3).tolist() == [9, 1, 10]
    assert lengths_of(np.array([0.1 + 0.2, 0.3]), 3).tolist() == [1, 1]
    assert lengths_of(np.array([2.0, 3.0]), 3).dtype == np.int64
    assert lengths_of(np.arange(1.0, 80.0), 80) == pytest.approx(1 / np.arange(1.0, 80.0))
    assert lengths_of(np.zeros(0), 0).size == 0
