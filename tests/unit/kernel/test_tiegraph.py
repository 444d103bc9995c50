from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel.cleaning import Cleaned
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.networks import graphs, ours

ACTORS = 5
ROWS = st.lists(st.tuples(st.integers(0, ACTORS - 1), st.integers(0, ACTORS - 1), st.integers(0, 3)), max_size=30)


def made(rows: list[tuple[int, int, int]], *, directed: bool, **more: Any) -> TieGraph:
    ego, alter, strength = ([row[column] for row in rows] for column in range(3))
    return TieGraph.from_arrays("abcde", ego, alter, directed=directed, strength=strength, **more)


def test_actors_are_put_in_order_and_ties_follow_them() -> None:
    graph = TieGraph.from_arrays(["bo", "ana"], [0], [1], directed=True, strength=[2.0])

    assert list(graph) == ["ana", "bo"]
    assert list(graph.edges(data=True)) == [("bo", "ana", {"strength": 2.0})]


def test_self_ties_parallel_ties_and_zero_strengths_are_taken_out_and_counted() -> None:
    rows = [(0, 0, 1), (0, 1, 1), (1, 0, 2), (0, 2, 0), (2, 3, 1)]

    graph = made(rows, directed=False)

    assert graph.cleaned == Cleaned(self_ties=1, parallel=1, zero_strength=1)
    assert list(graph.edges(data="strength")) == [("a", "b", 3.0), ("c", "d", 1.0)]


@given(rows=ROWS, directed=st.booleans())
def test_every_row_is_a_tie_or_counted(rows: list[tuple[int, int, int]], directed: bool) -> None:
    graph = made(rows, directed=directed)

    taken = graph.cleaned
    assert graph.number_of_edges() + taken.self_ties + taken.parallel + taken.zero_strength == len(rows)
    kept = [strength for ego, alter, strength in rows if ego != alter]
    assert graph.totals("strength").sum() == sum(kept)


@given(rows=ROWS, directed=st.booleans(), data=st.data())
def test_the_order_of_rows_does_not_matter(
    rows: list[tuple[int, int, int]], directed: bool, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(rows))

    one, other = made(rows, directed=directed).to_arrays(), made(shuffled, directed=directed).to_arrays()

    assert {name: array.tolist() for name, array in one.items()} == {n: a.tolist() for n, a in other.items()}


def test_parallel_ties_take_the_shortest_length_and_the_kind_of_the_strongest() -> None:
    graph = made([(0, 1, 1), (0, 1, 3), (0, 1, 2)], directed=True, length=[5, 9, 7], kind=[10, 11, 12])

    assert list(graph.edges(data=True)) == [("a", "b", {"strength": 6.0, "length": 5, "kind": 11})]


def test_without_strengths_the_kind_of_the_first_row_stays() -> None:
    graph = TieGraph.from_arrays("ab", [1, 0], [0, 1], directed=False, kind=[7, 3])

    assert list(graph.edges(data=True)) == [("a", "b", {"kind": 7})]
    assert graph.strength is None


@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf")])
def test_a_bad_strength_is_refused_and_its_place_is_named(bad: float) -> None:
    with pytest.raises(ValueError, match=r"strength\[1\] is .*finite number of zero or more"):
        TieGraph.from_arrays("ab", [0, 1], [1, 0], directed=True, strength=[1.0, bad])


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan"), float("inf")])
def test_a_bad_length_is_refused_and_its_place_is_named(bad: float) -> None:
    with pytest.raises(ValueError, match=r"length\[0\] is .*finite number above zero"):
        TieGraph.from_arrays("ab", [0, 1], [1, 0], directed=True, length=[bad, 1.0])


@pytest.mark.parametrize(
    ("ids", "ego", "reason"), [("ab", [2], "not in ids"), ("ab", [-1], "not in ids"), ("aa", [0], "twice")]
)
def test_ties_of_unknown_or_doubled_actors_are_refused(ids: str, ego: list[int], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        TieGraph.from_arrays(ids, ego, [0], directed=True)


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        TieGraph.from_arrays("ab", [0, 1], [1, 0], directed=True, strength=[1.0])


def test_nothing_in_a_network_can_be_changed() -> None:
    graph = made([(0, 1, 1)], directed=True)

    with pytest.raises(AttributeError, match="cannot be changed"):
        graph.kind = None
    for array in graph.to_arrays().values():
        assert not array.flags.writeable or array.base is None


@given(rows=ROWS, directed=st.booleans(), whole=st.booleans())
def test_saving_and_loading_gives_the_same_network(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, int]], directed: bool, whole: bool
) -> None:
    length = np.arange(1, len(rows) + 1, dtype=np.int64 if whole else np.float64)
    graph = made(rows, directed=directed, length=length, kind=np.arange(len(rows)))
    folder = tmp_path_factory.mktemp("saved")

    for name, array in graph.to_arrays().items():
        np.save(folder / name, array)
    loaded = TieGraph.from_saved({path.stem: np.load(path, mmap_mode="r") for path in folder.iterdir()})

    assert loaded.ids == graph.ids
    assert loaded.cleaned == graph.cleaned
    assert loaded.is_directed() == directed
    assert list(loaded.edges(data=True)) == list(graph.edges(data=True))
    assert nx.betweenness_centrality(loaded, weight="length") == nx.betweenness_centrality(graph, weight="length")
    assert nx.constraint(loaded, weight="strength").keys() == nx.constraint(graph, weight="strength").keys()


def test_ids_in_any_script_survive_saving() -> None:
    graph = TieGraph.from_arrays(["", "İstanbul", "México", "مكسيكو", "🕊"], [0], [1], directed=False)

    assert TieGraph.from_saved(graph.to_arrays()).ids == graph.ids


def test_a_network_saved_by_another_version_is_refused() -> None:
    arrays = made([(0, 1, 1)], directed=True).to_arrays()
    arrays["header"] = arrays["header"] + 1

    with pytest.raises(ValueError, match="format 2"):
        TieGraph.from_saved(arrays)


def test_only_a_clean_network_with_text_for_ids_can_be_saved() -> None:
    with pytest.raises(ValueError, match="cleaned"):
        ours(nx.Graph([(0, 0)])).to_arrays()
    with pytest.raises(ValueError, match="text"):
        ours(nx.path_graph(2)).to_arrays()


def test_the_arrays_of_500_000_ties_take_at_most_40_bytes_a_tie() -> None:
    random = np.random.default_rng(3)
    ego, alter = random.integers(0, 100_000, size=(2, 500_000))
    more = {"strength": np.ones(500_000), "length": np.ones(500_000, np.int64), "kind": np.zeros(500_000, np.uint16)}

    for directed in (True, False):
        graph = TieGraph.from_arrays(range(100_000), ego, alter, directed=directed, **more)
        rows = (graph.forward, graph.reverse_rows) if directed else (graph.forward,)
        arrays = [array for row in rows for array in (row.offsets, row.neighbours, row.ties) if array is not None]
        held = [graph.strength, graph.length, graph.kind, *arrays]
        assert sum(array.nbytes for array in held if array is not None) / graph.number_of_edges() <= 40


@given(graph=graphs(multiple=False, self_ties=False))
def test_it_reads_like_a_networkx_graph(graph: Any) -> None:
    found = ours(graph, "weight")

    assert list(found) == list(graph) == list(found.nodes)
    assert len(found) == found.order() == found.number_of_nodes() == len(found.nodes) == len(found.degree)
    assert found.number_of_edges() == len(found.edges) == graph.number_of_edges()
    for actor in graph:
        assert found[actor] == dict(graph[actor])
        assert set(found.neighbors(actor)) == set(graph.neighbors(actor))
        assert found.degree[actor] == graph.degree[actor]
        assert found.degree(actor) == graph.degree(actor)
        assert actor in found
        assert actor in found.nodes
    assert dict(found.adj) == {actor: dict(graph[actor]) for actor in graph}
    assert list(found.degree(list(graph)[:2])) == list(graph.degree(list(graph)[:2]))
    if graph.is_directed():
        assert {a: set(found.predecessors(a)) for a in found} == {a: set(graph.predecessors(a)) for a in graph}


def test_views_answer_what_networkx_users_ask() -> None:
    graph = TieGraph.from_arrays("abc", [0], [1], directed=False, strength=[2.0])

    assert list(graph.nodes(data=True)) == [("a", {}), ("b", {}), ("c", {})]
    assert list(graph.edges) == list(graph.edges()) == [("a", "b")]
    assert list(graph.edges(data="length", default=1)) == [("a", "b", 1)]
    assert ("b", "a") in graph.edges
    assert ("a", "c") not in graph.edges
    assert "a" not in graph.edges
    assert list(graph.degree) == [("a", 1), ("b", 1), ("c", 0)]
    assert ["a"] not in graph
    assert len(graph.adj) == 3
    assert repr(graph) == "TieGraph(3 actors, 1 ties, undirected)"


def test_an_actor_that_is_not_there_is_not_found() -> None:
    graph = TieGraph.from_arrays("ab", [0], [1], directed=False)

    with pytest.raises(nx.NodeNotFound):
        graph.place("z")
    with pytest.raises(KeyError):
        graph["z"]


def test_without_directions_a_pair_tied_both_ways_is_one_tie() -> None:
    graph = made([(0, 1, 1), (1, 0, 2), (2, 0, 1)], directed=True, length=[4, 3, 5])

    undirected = graph.to_undirected()

    assert list(undirected.edges(data=True)) == [
        ("a", "b", {"strength": 3.0, "length": 3}),
        ("a", "c", {"strength": 1.0, "length": 5}),
    ]
    assert undirected.to_undirected() is undirected


def test_saved_arrays_are_not_copied(tmp_path: Path) -> None:
    array = np.arange(3, dtype=np.float64)
    np.save(tmp_path / "one.npy", array)
    mapped = np.load(tmp_path / "one.npy", mmap_mode="r")
    arrays = made([(0, 1, 1), (1, 2, 1), (3, 4, 1)], directed=True).to_arrays()

    graph = TieGraph.from_saved({**arrays, "strength": mapped})

    assert graph.strength is not None
    assert np.shares_memory(graph.strength, mapped)
