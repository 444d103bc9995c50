"""Where the actors of a small map stand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel.layout import HIGH, WIDE, hop_distances, small_map


def ends(graph: nx.Graph) -> tuple[np.ndarray, np.ndarray]:
    pairs = np.array(list(graph.edges), dtype=np.int32).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


@given(seed=st.integers(0, 500), size=st.integers(1, 12), density=st.floats(0, 0.6))
def test_hop_distances_equal_networkx(seed: int, size: int, density: float) -> None:
    graph = nx.gnp_random_graph(size, density, seed=seed)
    known = dict(nx.all_pairs_shortest_path_length(graph))
    longest = max(length for lengths in known.values() for length in lengths.values())

    found = hop_distances(size, *ends(graph))

    expected = [[known[one].get(other, longest + 1) for other in range(size)] for one in range(size)]
    assert found.tolist() == expected


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_the_smallest_maps_have_finite_places(size: int) -> None:
    places = small_map(size, *ends(nx.path_graph(size)))

    assert places.shape == (size, 2)
    assert np.isfinite(places).all()


@given(seed=st.integers(0, 500), size=st.integers(1, 60), density=st.floats(0, 0.3))
def test_labels_have_room_and_the_centre_is_in_the_middle(seed: int, size: int, density: float) -> None:
    places = small_map(size, *ends(nx.gnp_random_graph(size, density, seed=seed)))

    apart = np.abs(places[:, None] - places[None])
    crowded = (apart[:, :, 0] < 0.5 * WIDE) & (apart[:, :, 1] < 0.5 * HIGH)
    np.fill_diagonal(crowded, val=False)
    assert places[0].tolist() == [0.0, 0.0]
    assert not crowded.any()


def test_the_same_graph_gives_the_same_picture() -> None:
    graph = nx.karate_club_graph()

    assert small_map(34, *ends(graph)).tobytes() == small_map(34, *ends(graph)).tobytes()


def test_a_chosen_actor_is_the_centre() -> None:
    assert small_map(5, *ends(nx.path_graph(5)), centre=3)[3].tolist() == [0.0, 0.0]


def test_those_who_are_tied_stand_nearer_than_those_who_are_not() -> None:
    graph = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(6))
    graph.add_edge(0, 6)

    places = small_map(12, *ends(graph))

    def mean(pairs: list[tuple[int, int]]) -> float:
        return float(np.mean([np.linalg.norm(places[one] - places[other]) for one, other in pairs]))

    assert mean(list(graph.edges)) < mean(list(nx.non_edges(graph)))
