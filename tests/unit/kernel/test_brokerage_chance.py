from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from graphsvc.kernel.brokerage import COLUMNS, brokerage
from graphsvc.kernel.brokerage_chance import density, independent_ties, network_variances
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.grouped import grouped, played, roles_by_trying
from tests.unit.kernel.test_brokerage import knoke

D = 0.37


def moments(silos: str, d: float, *, directed: bool) -> tuple[Any, Any, Any, Any]:
    """Mean and variance by actor and role, and of the sums, over every network of these actors."""
    actors = range(len(silos))
    pairs = list(permutations(actors, 2) if directed else combinations(actors, 2))
    label = dict(enumerate(silos))
    first, second = (np.zeros((len(silos) + 1, len(COLUMNS))) for _ in range(2))
    for bits in range(2 ** len(pairs)):
        tied = {pair for place, pair in enumerate(pairs) if bits >> place & 1}
        chance = d ** len(tied) * (1 - d) ** (len(pairs) - len(tied))
        either = tied if directed else tied | {(other, one) for one, other in tied}
        found = roles_by_trying(actors, either, label, directed=directed)
        rows = np.array([list(found[actor].values()) for actor in actors])
        rows = np.vstack([rows, rows.sum(axis=0)])
        first += chance * rows
        second += chance * rows**2
    variance = second - first**2
    return first[:-1], variance[:-1], first[-1], variance[-1]


def random_network(silos: str, *, directed: bool) -> tuple[TieGraph, Grouping]:
    """A network of that many actors in which some are tied."""
    graph = TieGraph.from_arrays(range(len(silos)), [0, 1], [1, 2], directed=directed)
    return graph, Grouping.of(graph, dict(enumerate(silos)))


@pytest.mark.parametrize(
    ("silos", "directed"),
    [("aabb", True), ("aaab", True), ("abcc", True), ("abc", True), ("aabbc", False), ("aaabb", False),
     ("abcd", False), ("aaaa", False), ("aabcc", False)],
)  # fmt: skip
def test_means_and_variances_are_those_over_all_networks(silos: str, directed: bool) -> None:
    graph, grouping = random_network(silos, directed=directed)
    d = density(graph, grouping)
    means, variances, network_means, network_variance = moments(silos, d, directed=directed)

    found = independent_ties(graph, brokerage(graph, grouping))

    assert found.density == pytest.approx(2 / (len(silos) * (len(silos) - 1) / (1 if directed else 2)))
    assert found.expected == pytest.approx(means)
    assert found.deviation**2 == pytest.approx(variances, abs=1e-12)
    assert found.network_expected == pytest.approx(network_means)
    assert found.network_deviation**2 == pytest.approx(network_variance, abs=1e-12)


def test_the_network_variance_of_four_actors_is_not_that_of_sna() -> None:
    """sna has 3.106001 for the total and 0.731793 for the representative."""
    found = dict(zip(COLUMNS, network_variances(np.array([2, 2]), D, directed=True), strict=True))

    assert found["total"] == pytest.approx(2.748951, abs=1e-6)
    assert found["representative"] == found["gatekeeper"] == pytest.approx(0.672284, abs=1e-6)


def by_hand(sizes: list[int], d: float) -> dict[str, float]:
    """The closed forms for total, coordinator and representative, as they are printed in our notes on measures."""
    c, both, a, b = d**2 * (1 - d), (d * (1 - d)) ** 3, d**4 * (1 - d) ** 2, d**5 * (1 - d)
    total = sum(sizes)

    def whole(n: int) -> float:
        return n * (n - 1) * (n - 2) * (c * (1 - c) + (4 * n - 10) * both - (4 * n - 10) * a + (n - 3) * b)

    gateway = sum(
        n * (n - 1) * (total - n) * (c * (1 - c) + (total - 3) * both - (2 * n - 3) * a + (n - 2) * b) for n in sizes
    )
    return {"total": whole(total), "coordinator": sum(map(whole, sizes)), "representative": gateway}


@pytest.mark.parametrize("sizes", [[2, 2], [3, 4, 1], [12, 5, 5, 5, 1], [7]])
def test_the_network_variances_agree_with_the_closed_forms(sizes: list[int]) -> None:
    found = dict(zip(COLUMNS, network_variances(np.array(sizes), D, directed=True), strict=True))

    expected = by_hand(sizes, D)
    assert {role: found[role] for role in expected} == pytest.approx(expected)


def test_the_mayor_of_the_knoke_network_brokers_more_than_chance() -> None:
    """z by R sna 2.7-1, exact for single actors."""
    graph, grouping = knoke()

    found = independent_ties(graph, brokerage(graph, grouping)).z[4]

    assert found[COLUMNS.index("total")] == pytest.approx(3.542, abs=5e-4)
    assert found[COLUMNS.index("liaison")] == pytest.approx(3.748, abs=5e-4)


@pytest.mark.parametrize("ties", [0, 4])
def test_where_nothing_can_vary_no_count_is_called_far(ties: int) -> None:
    """No tie, and every tie."""
    pairs = list(permutations(range(4), 2)) if ties else []
    graph = TieGraph.from_arrays(range(4), [one for one, _ in pairs], [other for _, other in pairs], directed=True)

    found = independent_ties(graph, brokerage(graph, Grouping.of(graph, dict(enumerate("aabb")))))

    assert np.isnan(found.z).all()
    assert np.isnan(found.network_z).all()
    assert not found.deviation.any()


@pytest.mark.parametrize(
    ("silos", "possible"),
    [("aaaa", {"coordinator", "total"}), ("abcd", {"liaison", "total"})],
)
def test_only_roles_that_the_groups_allow_have_a_z(silos: str, possible: set[str]) -> None:
    graph, grouping = random_network(silos, directed=True)

    found = independent_ties(graph, brokerage(graph, grouping))

    assert {role for role, z in zip(COLUMNS, found.network_z, strict=True) if not np.isnan(z)} == possible
    assert {role for role, z in zip(COLUMNS, found.z[0], strict=True) if not np.isnan(z)} == possible


@pytest.mark.parametrize("actors", [0, 1, 2])
def test_fewer_than_three_actors_have_no_expectation(actors: int) -> None:
    graph = TieGraph.from_arrays(range(actors), [], [], directed=True)

    found = independent_ties(graph, brokerage(graph, Grouping.of(graph, dict.fromkeys(range(actors), "a"))))

    assert np.isnan(found.expected).all()
    assert np.isnan(found.network_z).all()


@given(grouped())
def test_those_of_unknown_group_change_nothing_for_the_others(given: tuple[TieGraph, Grouping]) -> None:
    graph, grouping = given
    kept = np.flatnonzero(grouping.is_known)
    ego, alter = graph.ends()
    is_kept = grouping.is_known[ego] & grouping.is_known[alter]
    place = np.cumsum(grouping.is_known) - 1
    smaller = TieGraph.from_arrays(
        range(kept.size), place[ego[is_kept]], place[alter[is_kept]], directed=graph.is_directed()
    )
    same = Grouping(grouping.labels, grouping.numbers[kept])

    found = independent_ties(graph, brokerage(graph, grouping))
    alone = independent_ties(smaller, brokerage(smaller, same))

    assert found.z[kept] == pytest.approx(alone.z, nan_ok=True)
    assert np.isnan(found.z[~grouping.is_known]).all()


def test_the_names_of_roles_are_those_of_the_reference() -> None:
    assert [played(*triple, directed=True)[0] for triple in ("aaa", "aba", "aab", "abb", "abc")] == list(COLUMNS[:5])
