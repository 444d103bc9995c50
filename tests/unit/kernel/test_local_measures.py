from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel import threads
from graphsvc.kernel.brokerage import brokerage
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.holes import structural_holes
from graphsvc.kernel.local_measures import local_measures
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.triangles import clustering_values, embeddedness
from tests.bench.graphs import network
from tests.unit.kernel.grouped import grouped, networks
from tests.unit.kernel.networks import graphs, ours


def assert_all_the_same(graph: TieGraph, grouping: Grouping, weight: str | None) -> None:
    found = local_measures(graph, grouping, weight)

    assert found.brokerage.counts.tolist() == brokerage(graph, grouping).counts.tolist()
    assert found.clustering == pytest.approx(clustering_values(graph, weight))
    assert found.embeddedness.tolist() == embeddedness(graph).tolist()
    holes = structural_holes(graph, weight)
    for name in ("contacts", "constraint", "effective_size", "efficiency", "hierarchy"):
        assert getattr(found.holes, name) == pytest.approx(getattr(holes, name), nan_ok=True)


@given(grouped(), st.data())
def test_one_pass_gives_what_the_measures_give_one_by_one(
    given: tuple[TieGraph, Grouping], data: st.DataObject
) -> None:
    graph, grouping = given
    strength = data.draw(
        st.lists(st.floats(0.1, 9), min_size=graph.number_of_pairs(), max_size=graph.number_of_pairs())
    )
    ego, alter = graph.ends()
    strong = TieGraph.from_arrays(graph.ids, ego, alter, directed=graph.is_directed(), strength=strength)

    assert_all_the_same(graph, grouping, None)
    assert_all_the_same(strong, grouping, "strength")


@given(graphs(), st.sampled_from([None, "weight"]))
def test_graphs_of_networkx_give_the_same_too(graph: nx.Graph, weight: str | None) -> None:
    held = ours(graph, "weight")

    assert_all_the_same(held, Grouping.of(held, {actor: actor % 3 for actor in held}), weight)


def test_a_tie_of_strength_zero_is_no_tie_to_holes_only() -> None:
    graph = ours(nx.Graph([(0, 1, {"weight": 2}), (0, 2, {"weight": 0}), (1, 2, {"weight": 1})]), "weight")

    assert_all_the_same(graph, Grouping.of(graph, {0: "a", 1: "a", 2: "b"}), "weight")


@given(networks(largest=9))
def test_embeddedness_is_the_number_of_common_contacts(graph: TieGraph) -> None:
    either = nx.Graph(list(graph.edges))
    ego, alter = graph.ends()

    expected = [len(list(nx.common_neighbors(either, one, other))) for one, other in zip(ego, alter, strict=True)]

    assert embeddedness(graph).tolist() == expected


@pytest.mark.parametrize("directed", [True, False])
def test_two_triangles_with_a_bridge(directed: bool) -> None:
    ego, alter = [0, 1, 2, 2, 3, 4, 5], [1, 2, 0, 3, 4, 5, 3]
    graph = TieGraph.from_arrays(range(6), ego, alter, directed=directed)

    found = dict(
        zip(map(frozenset, zip(*np.array(graph.ends()).tolist(), strict=True)), embeddedness(graph), strict=True)
    )

    assert {tie for tie, common in found.items() if common == 0} == {frozenset({2, 3})}
    assert sorted(found.values()) == [0, 1, 1, 1, 1, 1, 1]


def test_a_pair_tied_both_ways_has_the_same_embeddedness_twice() -> None:
    graph = TieGraph.from_arrays(range(3), [0, 1, 1, 0], [1, 0, 2, 2], directed=True)

    assert embeddedness(graph).tolist() == [1, 1, 1, 1]


def test_the_values_do_not_depend_on_the_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    ties = network(2_000)
    graph = TieGraph.from_arrays(ties.ids, ties.ego, ties.alter, directed=True)
    grouping = Grouping.of(graph, dict(zip(graph, np.arange(2_000) % 7, strict=True)))

    def found(cores: int) -> list[bytes]:
        monkeypatch.setattr(threads, "cores", lambda: cores)
        held = local_measures(graph, grouping)
        arrays = (held.brokerage.counts, held.holes.constraint, held.holes.effective_size, held.clustering)
        return [values.tobytes() for values in (*arrays, held.embeddedness)]

    assert found(1) == found(2)
