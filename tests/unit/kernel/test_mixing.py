from __future__ import annotations

from itertools import permutations
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.kernel import mixing
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.mixing import (
    TooManyGroups,
    UntiedPair,
    assortativity,
    assortativity_of,
    densities,
    expected_by_contacts,
    expected_mixing,
    mixing_matrix,
    ratio,
    untied_pairs,
)
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.grouped import grouped, groupings, label_of, networks
from tests.unit.kernel.test_brokerage_expected import deals

NEWMAN = np.array([[0.258, 0.016, 0.035, 0.013], [0.012, 0.157, 0.058, 0.019], [0.013, 0.023, 0.306, 0.035],
                   [0.005, 0.007, 0.024, 0.016]])  # fmt: skip


def counted(graph: TieGraph, label: dict[Any, Any], labels: tuple[Any, ...]) -> list[list[int]]:
    """The matrix tie by tie."""
    found = [[0] * len(labels) for _ in labels]
    for ego, alter in graph.edges:
        if None in (label[ego], label[alter]):
            continue
        one, other = labels.index(label[ego]), labels.index(label[alter])
        found[one][other] += 1
        if not graph.is_directed() and one != other:
            found[other][one] += 1
    return found


def zachary() -> tuple[TieGraph, Grouping]:
    club = nx.karate_club_graph()
    ego, alter = zip(*club.edges, strict=True)
    graph = TieGraph.from_arrays(range(34), ego, alter, directed=False)
    return graph, Grouping.of(graph, dict(club.nodes(data="club")))


def two_triangles() -> tuple[TieGraph, Grouping]:
    graph = TieGraph.from_arrays(range(6), [0, 1, 2, 2, 3, 4, 5], [1, 2, 0, 3, 4, 5, 3], directed=False)
    return graph, Grouping.of(graph, dict(enumerate("aaabbb")))


@given(grouped())
def test_the_matrix_counts_every_tie_once(given: tuple[TieGraph, Grouping]) -> None:
    graph, grouping = given

    assert mixing_matrix(graph, grouping).tolist() == counted(graph, label_of(graph, grouping), grouping.labels)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_expected_matrix_is_the_mean_over_all_deals(data: st.DataObject) -> None:
    graph = data.draw(networks(largest=6))
    grouping, kinds = data.draw(groupings(graph)), data.draw(groupings(graph, groups=2))
    label, kind = label_of(graph, grouping), {a: one or "unknown" for a, one in label_of(graph, kinds).items()}
    alike = dict.fromkeys(graph, "one")

    for given_kinds, held in ((None, alike), (kinds, kind)):
        dealt = [counted(graph, one, grouping.labels) for one in deals(label, held, "nobody")]
        expected = np.mean(dealt, axis=0).reshape(len(grouping), len(grouping))

        assert expected_mixing(graph, grouping, given_kinds) == pytest.approx(expected)


@given(grouped(unknown=False))
def test_both_expectations_have_as_many_ties_as_there_are(given: tuple[TieGraph, Grouping]) -> None:
    graph, grouping = given

    for expected in (expected_mixing(graph, grouping), expected_by_contacts(graph, grouping)):
        assert once(expected, directed=graph.is_directed()) == pytest.approx(graph.number_of_edges())


def once(matrix: Any, *, directed: bool) -> float:
    return float((matrix if directed else np.triu(matrix)).sum())


def test_by_contacts_the_ends_are_joined_at_random() -> None:
    """k_a = k_b = 7 ends of 7 ties; directed, out times in over all ties."""
    graph, grouping = two_triangles()
    directed = TieGraph.from_arrays(range(3), [0, 0, 1], [1, 2, 2], directed=True)

    assert expected_by_contacts(graph, grouping).tolist() == [[7 * 7 / 28, 7 * 7 / 14], [7 * 7 / 14, 7 * 7 / 28]]
    found = expected_by_contacts(directed, Grouping.of(directed, dict(enumerate("aab"))))
    assert found.tolist() == [[3 * 1 / 3, 3 * 2 / 3], [0, 0]]


def test_two_triangles_and_a_bridge() -> None:
    graph, grouping = two_triangles()

    assert mixing_matrix(graph, grouping).tolist() == [[3, 1], [1, 3]]
    inside, between = 7 * 3 / 15, 7 * 9 / 15
    assert expected_mixing(graph, grouping) == pytest.approx(np.array([[inside, between], [between, inside]]))
    assert densities(graph, grouping).tolist() == [[1, 1 / 9], [1 / 9, 1]]
    assert assortativity(graph, grouping) == pytest.approx(5 / 7)


def test_assortativity_of_zacharys_split() -> None:
    """As networkx's attribute_assortativity_coefficient gives it."""
    assert assortativity(*zachary()) == pytest.approx(0.7175309, abs=1e-7)


def test_assortativity_of_newmans_table_is_taken_as_printed() -> None:
    """Newman (2003), table I: 0.621; the shares sum to 0.997."""
    assert assortativity_of(NEWMAN) == pytest.approx(0.6208, abs=5e-5)
    assert assortativity_of(NEWMAN / NEWMAN.sum()) != pytest.approx(0.6208, abs=5e-5)


@settings(deadline=None)
@given(grouped(unknown=False))
def test_assortativity_is_that_of_networkx_where_that_has_one(given: tuple[TieGraph, Grouping]) -> None:
    graph, grouping = given
    held = nx.DiGraph() if graph.is_directed() else nx.Graph()
    held.add_nodes_from((actor, {"group": one}) for actor, one in label_of(graph, grouping).items())
    held.add_edges_from(graph.edges)
    pairs = mixing_matrix(graph, grouping)
    ends = pairs.any(axis=0) | pairs.any(axis=1)

    found = assortativity(graph, grouping)

    if ends.sum() < 2:
        assert np.isnan(found)
    else:
        by_chance = expected_by_contacts(graph, grouping).trace() / graph.number_of_edges()
        assert by_chance < 1
        assert found == pytest.approx(nx.attribute_assortativity_coefficient(held, "group"))


@given(grouped())
def test_density_is_ties_over_possible_ties(given: tuple[TieGraph, Grouping]) -> None:
    graph, grouping = given
    label = label_of(graph, grouping)
    observed = mixing_matrix(graph, grouping)

    found = densities(graph, grouping)

    for g, one in enumerate(grouping.labels):
        for h, other in enumerate(grouping.labels):
            pairs = sum((label[i], label[k]) == (one, other) for i, k in permutations(graph, 2))
            possible = pairs if graph.is_directed() or g != h else pairs / 2
            assert found[g, h] == pytest.approx(observed[g, h] / possible if possible else np.nan, nan_ok=True)


def test_a_ratio_to_nothing_is_undefined() -> None:
    found = ratio(np.array([[0, 3], [1, 0]]), np.array([[0.0, 1.5], [0.5, 2.0]]))

    assert np.isnan(found[0, 0])
    assert found.ravel()[1:].tolist() == [2, 2, 0]


def test_pairs_of_groups_without_a_tie_are_named_the_most_expected_first() -> None:
    graph = TieGraph.from_arrays(range(7), [0, 0, 1, 3], [1, 2, 2, 4], directed=False)
    grouping = Grouping.of(graph, dict(enumerate("aaabbcc")))
    observed, expected = mixing_matrix(graph, grouping), expected_mixing(graph, grouping)

    found = untied_pairs(grouping, observed, expected, directed=False)

    share = 4 / 21
    assert found == (
        UntiedPair("a", "b", pytest.approx(6 * share)),
        UntiedPair("a", "c", pytest.approx(6 * share)),
        UntiedPair("b", "c", pytest.approx(4 * share)),
        UntiedPair("c", "c", pytest.approx(1 * share)),
    )
    assert untied_pairs(grouping, observed, expected, directed=False, least=1.0) == found[:2]


def test_directed_pairs_without_a_tie_are_named_in_both_orders() -> None:
    graph = TieGraph.from_arrays(range(2), [0], [1], directed=True)
    grouping = Grouping.of(graph, {0: "a", 1: "b"})

    found = untied_pairs(grouping, mixing_matrix(graph, grouping), expected_mixing(graph, grouping), directed=True)

    assert found == (UntiedPair("b", "a", 0.5),)


@pytest.mark.parametrize("actors", [0, 1, 3])
@pytest.mark.parametrize("directed", [True, False])
def test_without_ties_nothing_is_expected(actors: int, directed: bool) -> None:
    graph = TieGraph.from_arrays(range(actors), [], [], directed=directed)
    grouping = Grouping.of(graph, dict(zip(range(actors), "aab", strict=False)))

    assert not mixing_matrix(graph, grouping).any()
    assert not expected_mixing(graph, grouping).any()
    assert not expected_by_contacts(graph, grouping).any()
    assert np.isnan(assortativity(graph, grouping))


def test_a_matrix_of_too_many_groups_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    graph, grouping = two_triangles()
    monkeypatch.setattr(mixing, "MOST_GROUPS", 1)

    for function in (mixing_matrix, expected_mixing, expected_by_contacts, densities):
        with pytest.raises(TooManyGroups, match="2 groups"):
            function(graph, grouping)
    assert assortativity(graph, grouping) == pytest.approx(5 / 7)
