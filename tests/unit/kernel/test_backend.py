"""How networkx finds the kernel, what it hands to it, and what happens with the rest."""

from __future__ import annotations

import subprocess
import sys
from inspect import signature
from typing import Any

import networkx as nx
import pytest
from hypothesis import given

from graphsvc.kernel.backend import dispatcher
from graphsvc.kernel.backend_info import FUNCTIONS, get_info
from graphsvc.kernel.convert import convert_from_nx, convert_to_nx
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.networks import graphs


@pytest.fixture
def star() -> TieGraph:
    return TieGraph.from_arrays("abcd", [0, 0, 0], [1, 2, 3], directed=False, strength=[1.0, 2.0, 3.0])


def test_networkx_knows_the_backend_by_its_entry_points() -> None:
    assert nx.utils.backends.backends["graphsvc"].load() is dispatcher
    assert nx.utils.backends.backend_info["graphsvc"] == get_info()
    assert "graphsvc" in nx.betweenness_centrality.backends


def test_every_function_of_the_backend_is_one_of_networkx_with_the_same_arguments() -> None:
    for name in FUNCTIONS:
        theirs = nx.utils.backends._registered_algorithms[name].orig_func
        wanted = [(p.name, p.default) for p in signature(theirs).parameters.values()]
        assert [(p.name, p.default) for p in signature(getattr(dispatcher, name)).parameters.values()] == wanted


def test_reading_the_facts_of_the_backend_compiles_nothing() -> None:
    code = "import sys, graphsvc.kernel.backend_info; sys.exit('numba' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_function_without_a_kernel_runs_in_networkx_when_falling_back_is_on(star: TieGraph) -> None:
    with nx.config(fallback_to_nx=False), pytest.raises(NotImplementedError, match="closeness_centrality"):
        nx.closeness_centrality(star)

    with nx.config(fallback_to_nx=True):
        assert nx.closeness_centrality(star)["a"] == 1.0


def test_a_users_own_graph_is_converted_once_and_kept_with_it() -> None:
    graph = nx.path_graph(3)

    with nx.config(warnings_to_ignore={"cache"}):
        found = [nx.constraint(graph, backend="graphsvc") for _ in range(2)]

    assert found[0] == found[1] == {0: 1.0, 1: 0.5, 2: 1.0}
    assert len(graph.__networkx_cache__["backends"]["graphsvc"]) == 1


@pytest.mark.parametrize(
    ("name", "graph", "more"),
    [
        ("shortest_path_length", nx.path_graph(2), {"weight": lambda *_: 1}),
        ("shortest_path_length", nx.path_graph(2), {"weight": "weight", "method": "bellman-ford"}),
        ("clustering", nx.MultiGraph([(0, 1)]), {}),
        ("transitivity", nx.DiGraph([(0, 1)]), {}),
        ("connected_components", object(), {}),
    ],
)
def test_what_only_networkx_can_do_is_left_to_it_with_a_reason(name: str, graph: Any, more: dict[str, Any]) -> None:
    assert isinstance(dispatcher.can_run(name, (graph,), more), str)


def test_what_the_kernel_can_do_it_should_do(star: TieGraph) -> None:
    assert dispatcher.can_run("constraint", (star,), {}) is True
    assert dispatcher.can_run("constraint", (), {"G": star}) is True
    assert dispatcher.should_run("constraint", (star,), {})


@pytest.mark.parametrize("weight", ["text", None, -1, float("nan"), float("inf"), 2**60, 1j])
def test_weights_that_are_no_finite_numbers_from_zero_are_left_to_networkx(weight: Any) -> None:
    graph = nx.Graph()
    graph.add_edge(0, 1, weight=weight)

    with pytest.raises(NotImplementedError):
        convert_from_nx(graph, edge_attrs={"weight": 1})


def test_a_missing_weight_counts_as_networkx_says() -> None:
    graph = nx.Graph([(0, 1, {"weight": 5}), (1, 2)])

    assert convert_from_nx(graph, edge_attrs={"weight": 1}).lengths("weight").tolist() == [5, 1]


@given(graph=graphs(multiple=False))
def test_a_graph_comes_back_as_it_was(graph: Any) -> None:
    back = convert_to_nx(convert_from_nx(graph, preserve_edge_attrs=True))

    assert type(back) is type(graph)
    assert list(back) == list(graph)
    assert nx.utils.graphs_equal(back, graph)


@given(graph=graphs())
def test_parallel_ties_come_back_in_number_with_their_sum_and_their_least(graph: Any) -> None:
    back = convert_to_nx(convert_from_nx(graph, edge_attrs={"weight": 1}))

    assert type(back) is type(graph)
    assert dict(back.degree()) == dict(graph.degree())
    assert dict(back.degree(weight="weight")) == pytest.approx(dict(graph.degree(weight="weight")))
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph))
    assert dict(nx.all_pairs_dijkstra_path_length(back)) == {a: pytest.approx(there) for a, there in lengths.items()}


def test_ties_come_back_with_all_their_attributes() -> None:
    graph = TieGraph.from_arrays("ab", [0], [1], directed=True, strength=[2.0], length=[3], kind=[4])

    back = convert_to_nx(graph)

    assert list(back.edges(data=True)) == [("a", "b", {"strength": 2.0, "length": 3, "kind": 4})]


def test_other_results_than_graphs_stay_as_they_are() -> None:
    assert convert_to_nx([1, 2]) == [1, 2]


@pytest.mark.parametrize("directed", [False, True])
def test_core_numbers_of_a_graph_with_self_ties_are_refused_as_in_networkx(directed: bool) -> None:
    graph = convert_from_nx(nx.DiGraph([(0, 0)]) if directed else nx.Graph([(0, 0)]))

    with pytest.raises(nx.NetworkXNotImplemented, match="self loops"):
        nx.core_number(graph)


def test_questions_about_nobody_and_no_path_raise_what_networkx_raises(star: TieGraph) -> None:
    apart = TieGraph.from_arrays("ab", [], [], directed=False)
    empty = TieGraph.from_arrays("", [], [], directed=True)

    for question in (
        lambda: nx.shortest_path_length(star, "a", "z"),
        lambda: nx.shortest_path_length(star, "z"),
        lambda: nx.shortest_path_length(star, target="z"),
        lambda: nx.shortest_path_length(star, target="z", weight="strength"),
        lambda: nx.single_source_shortest_path_length(star, "z"),
        lambda: nx.single_target_shortest_path_length(star, "z"),
        lambda: nx.dijkstra_path_length(star, "z", "a"),
    ):
        with pytest.raises(nx.NodeNotFound):
            question()
    for question in (
        lambda: nx.shortest_path_length(apart, "a", "b"),
        lambda: nx.dijkstra_path_length(apart, "a", "b"),
    ):
        with pytest.raises(nx.NetworkXNoPath):
            question()
    with pytest.raises(nx.NetworkXPointlessConcept):
        nx.is_strongly_connected(empty)
    with pytest.raises(nx.NetworkXPointlessConcept):
        nx.is_weakly_connected(empty)
    with pytest.raises(ValueError, match="must not be empty"):
        nx.multi_source_dijkstra_path_length(star, [])
    with pytest.raises(nx.PowerIterationFailedConvergence):
        nx.pagerank(star, max_iter=1, tol=1e-15)
    with pytest.raises(ZeroDivisionError):
        nx.pagerank(star, personalization={"a": 0})
    with pytest.raises(ZeroDivisionError):
        nx.average_clustering(star, nodes=[])
    with pytest.raises(ZeroDivisionError):
        nx.average_clustering(star, count_zeros=False)
    with pytest.raises(ValueError, match="not supported"):
        nx.shortest_path_length(star, "a", method="by ear")


def test_one_node_gets_one_number_and_some_get_theirs(star: TieGraph) -> None:
    assert nx.clustering(star, "a") == 0.0
    assert nx.triangles(star, ["a", "b"]) == {"a": 0, "b": 0}
    assert nx.average_clustering(star, nodes=["a"], count_zeros=True) == 0.0
    assert nx.average_clustering(star, nodes="a") == 0.0
    assert nx.shortest_path_length(star, "b", "c") == 2
    assert nx.shortest_path_length(star, "b", "c", weight="strength") == 3.0
    assert nx.dijkstra_path_length(star, "b", "b") == 0
    assert nx.shortest_path_length(star, "b", weight="strength") == {"b": 0, "a": 1, "c": 3, "d": 4}
    assert dict(nx.shortest_path_length(star, weight="strength"))["a"] == {"a": 0, "b": 1, "c": 2, "d": 3}
    assert nx.multi_source_dijkstra_path_length(star, ["b", "c"]) == {"b": 0, "c": 0, "a": 1, "d": 2}
