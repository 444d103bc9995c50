from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.kernel import threads
from graphsvc.kernel.external_internal import IndexChances, external_internal, index_chances, reachable
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.tiegraph import TieGraph
from tests.bench.graphs import network
from tests.unit.kernel.grouped import grouped, groupings, label_of, networks
from tests.unit.kernel.test_brokerage_expected import deals
from tests.unit.kernel.test_mixing import two_triangles, zachary

MANY = 20_000


def counted(graph: TieGraph, label: dict[Any, Any]) -> dict[str, dict[Any, list[int]]]:
    """[external, internal] ties of actors, groups and the network, tie by tie."""
    found: dict[str, dict[Any, list[int]]] = {
        "actors": {actor: [0, 0] for actor in graph},
        "groups": {one: [0, 0] for one in label.values() if one is not None},
        "network": {"": [0, 0]},
    }
    for ego, alter in graph.edges:
        if None in (label[ego], label[alter]):
            continue
        is_inside = label[ego] == label[alter]
        found["network"][""][is_inside] += 1
        for actor in (ego, alter):
            found["actors"][actor][is_inside] += 1
        for group in {label[ego], label[alter]}:
            found["groups"][group][is_inside] += 1
    return found


def index(external: float, internal: float) -> float:
    return (external - internal) / (external + internal) if external + internal else np.nan


@given(grouped())
def test_the_counts_are_those_of_going_tie_by_tie(given: tuple[TieGraph, Grouping]) -> None:
    graph, grouping = given
    expected = counted(graph, label_of(graph, grouping))

    found = external_internal(graph, grouping)

    keys = {"actors": graph, "groups": grouping.labels, "network": [""]}
    for name, names in keys.items():
        held = getattr(found, name)
        want = [expected[name][key] for key in names]
        assert np.column_stack([held.external, held.internal]).tolist() == want
        assert held.value == pytest.approx([index(*one) for one in want], nan_ok=True)


def test_zacharys_split_and_two_triangles() -> None:
    """(11 - 67) / 78, and (1 - 6) / 7."""
    club, triangles = external_internal(*zachary()), external_internal(*two_triangles())

    assert club.network.value == pytest.approx([-0.7179487], abs=1e-7)
    assert triangles.network.value == pytest.approx([-5 / 7])
    assert triangles.network.expected == pytest.approx([(9 - 6) / 15])
    assert triangles.groups.expected == pytest.approx([(9 - 3) / 12] * 2)
    assert triangles.actors.value.tolist() == pytest.approx([-1, -1, -1 / 3, -1 / 3, -1, -1])
    assert triangles.actors.expected == pytest.approx([(3 - 2) / 5] * 6)


def means(graph: TieGraph, label: dict[Any, Any], kind: dict[Any, Any]) -> tuple[list[float], list[float], float]:
    """Actors, groups, network: the expected indices by trying all deals."""
    actors = []
    for actor in graph:
        values = [index(*counted(graph, one)["actors"][actor]) for one in deals(label, kind, actor)]
        actors.append(float(np.mean(values)))
    dealt = [counted(graph, one) for one in deals(label, kind, "nobody")]
    labels = sorted({one for one in label.values() if one is not None})
    groups = [index(*np.mean([one["groups"][group] for one in dealt], axis=0)) for group in labels]
    return actors, groups, float(np.mean([index(*one["network"][""]) for one in dealt]))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_expected_indices_are_the_means_over_all_deals(data: st.DataObject) -> None:
    graph = data.draw(networks(largest=6))
    grouping, kinds = data.draw(groupings(graph)), data.draw(groupings(graph, groups=2))
    label = label_of(graph, grouping)
    held = {actor: one or "unknown" for actor, one in label_of(graph, kinds).items()}

    for given_kinds, kind in ((None, dict.fromkeys(graph, "one")), (kinds, held)):
        actors, groups, whole = means(graph, label, kind)
        found = external_internal(graph, grouping, given_kinds)

        assert found.actors.expected == pytest.approx(actors, nan_ok=True)
        assert found.groups.expected == pytest.approx(groups, nan_ok=True)
        assert found.network.expected == pytest.approx([whole], nan_ok=True)


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("kinds", ["pppppp", "popppo"])
def test_shares_are_near_those_of_all_deals(directed: bool, kinds: str) -> None:
    ego, alter = [0, 1, 2, 2, 4, 5], [1, 2, 0, 3, 5, 0]
    graph = TieGraph.from_arrays(range(6), ego, alter, directed=directed)
    label, kind = dict(enumerate("aabbbc")), dict(enumerate(kinds))
    seen = counted(graph, label)
    dealt = [counted(graph, one) for one in deals(label, kind, "nobody")]

    found = index_chances(graph, Grouping.of(graph, label), Grouping.of(graph, kind), rounds=MANY)

    def share(part: str, key: str, sign: int) -> float:
        values = [sign * index(*one[part][key]) for one in dealt]
        held = [value for value in values if not np.isnan(value)]
        return float(np.mean([value >= sign * index(*seen[part][key]) for value in held]))

    assert found.network_as_high == pytest.approx(share("network", "", 1), abs=0.015)
    assert found.network_as_low == pytest.approx(share("network", "", -1), abs=0.015)
    for place, group in enumerate("abc"):
        if share("groups", group, 1) == share("groups", group, -1) == 1:
            assert np.isnan(found.groups_as_high[place])
            continue
        assert found.groups_as_high[place] == pytest.approx(share("groups", group, 1), abs=0.015)
        assert found.groups_as_low[place] == pytest.approx(share("groups", group, -1), abs=0.015)


def test_zacharys_split_is_far_more_closed_than_chance() -> None:
    found = index_chances(*zachary())

    assert (found.network_as_low, found.network_as_high) == (1 / 1000, 1.0)
    assert (found.rounds, found.seed) == (999, 0)


@pytest.mark.parametrize("labels", ["aaaaaa", "abcdef", ""])
def test_where_no_deal_gives_another_index_nothing_is_told(labels: str) -> None:
    graph, _ = two_triangles()

    found = index_chances(graph, Grouping.of(graph, dict(zip(graph, labels, strict=False))), rounds=49)

    assert np.isnan([found.network_as_high, found.network_as_low]).all()
    if labels != "abcdef":
        assert np.isnan(found.groups_as_high).all()


def test_the_same_seed_gives_the_same_on_any_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    ties = network(300)
    graph = TieGraph.from_arrays(ties.ids, ties.ego, ties.alter, directed=True)
    grouping = Grouping.of(graph, dict(zip(graph, np.arange(300) % 7, strict=True)))

    def found(cores: int, seed: int) -> tuple[Any, ...]:
        monkeypatch.setattr(threads, "cores", lambda: cores)
        chances = index_chances(graph, grouping, rounds=99, seed=seed)
        return (*chances.groups_as_high.tolist(), *chances.groups_as_low.tolist(), chances.network_as_high)

    assert found(1, 5) == found(2, 5)
    assert found(1, 5) != found(1, 6)


def test_at_least_one_round_is_needed() -> None:
    with pytest.raises(ValueError, match="At least one round"):
        index_chances(*two_triangles(), rounds=0)
    assert isinstance(index_chances(*two_triangles(), rounds=1), IndexChances)


@pytest.mark.parametrize(
    ("labels", "directed", "low", "high"),
    [("aaabbb", False, -5 / 7, 1), ("abcdef", False, 1, 1), ("aaaaaa", False, -1, -1), ("aaaaab", False, -1, 3 / 7)],
)
def test_an_index_has_a_reach_that_depends_on_the_sizes(labels: str, directed: bool, low: float, high: float) -> None:
    """Seven ties; 'aaabbb' has 6 pairs inside and 9 between, 'aaaaab' 10 and 5."""
    graph, _ = two_triangles()

    assert reachable(graph, Grouping.of(graph, dict(enumerate(labels)))) == pytest.approx((low, high))


def test_without_ties_there_is_no_index() -> None:
    graph = TieGraph.from_arrays(range(2), [], [], directed=True)
    grouping = Grouping.of(graph, {0: "a", 1: "b"})

    found = external_internal(graph, grouping)

    assert np.isnan([*found.network.value, *found.network.expected, *found.groups.value, *found.actors.value]).all()
    assert np.isnan(reachable(graph, grouping)).all()


@pytest.mark.parametrize("directed", [False, True])
def test_a_tie_counts_for_both_ends_but_once_for_a_group(directed: bool) -> None:
    """x: a-b, b-c inside; y: d; c-d between: (1 - 2) / 3 for x, +1 for y, and (1 - 2) / 3 for the network."""
    graph = TieGraph.from_arrays("abcd", [0, 1, 2], [1, 2, 3], directed=directed)

    found = external_internal(graph, Grouping.of(graph, dict(zip("abcd", "xxxy", strict=True))))

    assert found.actors.value == pytest.approx([-1, -1, 0, 1])
    assert found.groups.value == pytest.approx([-1 / 3, 1])
    assert found.network.value == pytest.approx([-1 / 3])
