from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.kernel import threads
from graphsvc.kernel.brokerage import ROLES, brokerage
from graphsvc.kernel.brokerage_shuffles import RoleChances, role_chances
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.tiegraph import TieGraph
from tests.bench.graphs import network
from tests.unit.kernel.grouped import arcs, grouped, groupings, label_of, networks, roles_by_trying
from tests.unit.kernel.test_brokerage import knoke
from tests.unit.kernel.test_brokerage_expected import deals

MANY = 20_000


def exact(graph: TieGraph, label: dict[Any, Any], kind: dict[Any, Any], broker: Any) -> dict[str, tuple[float, float]]:
    """{role: (share of all deals with as many, with as few)} by trying all of them."""
    tied, directed = arcs(graph), graph.is_directed()
    counted = roles_by_trying(graph, tied, label, directed=directed)[broker]
    rows = [roles_by_trying(graph, tied, one, directed=directed)[broker] for one in deals(label, kind, broker)]
    return {
        role: (
            sum(row[role] >= counted[role] for row in rows) / len(rows),
            sum(row[role] <= counted[role] for row in rows) / len(rows),
        )
        for role in ROLES
    }


def six(*, directed: bool) -> TieGraph:
    ego, alter = [0, 1, 2, 3, 4, 5, 0, 3], [1, 2, 0, 1, 1, 4, 4, 4]
    return TieGraph.from_arrays(range(6), ego, alter, directed=directed)


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("kinds", ["pppppp", "popppo"])
def test_shares_are_near_those_of_all_deals(directed: bool, kinds: str) -> None:
    graph = six(directed=directed)
    label, kind = dict(enumerate("aabbcb")), dict(enumerate(kinds))
    expected = [exact(graph, label, kind, broker) for broker in graph]

    found = role_chances(
        graph, brokerage(graph, Grouping.of(graph, label)), Grouping.of(graph, kind), rounds=MANY, seed=3
    )

    for actor in graph:
        for place, role in enumerate(ROLES):
            many, few = expected[actor][role]
            varies = (many, few) != (1, 1)
            assert found.as_many[actor, place] == pytest.approx(many if varies else np.nan, abs=0.015, nan_ok=True)
            assert found.as_few[actor, place] == pytest.approx(few if varies else np.nan, abs=0.015, nan_ok=True)


@settings(deadline=None)
@given(grouped(largest=7), st.integers(-3, 2**65))
def test_each_deal_has_as_many_or_as_few_or_both(given: tuple[TieGraph, Grouping], seed: int) -> None:
    graph, grouping = given

    found = role_chances(graph, brokerage(graph, grouping), rounds=19, seed=seed)

    defined = ~np.isnan(found.as_many)
    assert (np.isnan(found.as_few) == ~defined).all()
    assert (found.as_many[defined] + found.as_few[defined] >= 1 + 1 / 20).all()
    assert (np.maximum(found.as_many, found.as_few)[defined] <= 1).all()


@settings(deadline=None)
@given(st.data())
def test_within_kinds_of_one_group_each_nothing_varies(data: st.DataObject) -> None:
    graph = data.draw(networks(largest=7))
    grouping = data.draw(groupings(graph))

    found = role_chances(graph, brokerage(graph, grouping), grouping, rounds=9)

    assert np.isnan(found.as_many).all()
    assert np.isnan(found.as_few).all()


@pytest.mark.parametrize("labels", ["a" * 10, "abcdefghij"])
def test_one_group_and_groups_of_one_say_nothing(labels: str) -> None:
    graph, _ = knoke()

    found = role_chances(graph, brokerage(graph, Grouping.of(graph, dict(enumerate(labels)))), rounds=99)

    assert np.isnan(found.as_many).all()


def test_the_mayor_has_more_liaisons_than_most_deals_give() -> None:
    """Against deals drawn by numpy, each counted by trying all triples."""
    graph, grouping = knoke()
    label = label_of(graph, grouping)
    random = np.random.default_rng(5)
    others = [actor for actor in graph if actor != 4]
    tied, counted = arcs(graph), 14
    shares = []
    for _ in range(2_000):
        dealt = dict(zip(others, random.permutation([label[actor] for actor in others]), strict=True)) | {4: label[4]}
        shares.append(roles_by_trying(graph, tied, dealt, directed=True)[4]["liaison"] >= counted)

    found = role_chances(graph, brokerage(graph, grouping), rounds=MANY)

    assert found.as_many[4, ROLES.index("liaison")] == pytest.approx(np.mean(shares), abs=0.04)


def large() -> tuple[TieGraph, Grouping, Grouping]:
    ties = network(400)
    graph = TieGraph.from_arrays(ties.ids, ties.ego, ties.alter, directed=True)
    labels = (dict(zip(graph, np.arange(400) % groups, strict=True)) for groups in (7, 3))
    return graph, *(Grouping.of(graph, one) for one in labels)


def test_the_same_seed_gives_the_same_on_any_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    graph, grouping, kinds = large()

    def found(cores: int, seed: int) -> Iterator[list[list[float]]]:
        monkeypatch.setattr(threads, "cores", lambda: cores)
        chances = role_chances(graph, brokerage(graph, grouping), kinds, rounds=49, seed=seed)
        return (np.nan_to_num(values, nan=-1).tolist() for values in (chances.as_many, chances.as_few))

    one, two, other = (list(found(*given)) for given in ((1, 8), (2, 8), (2, 9)))

    assert one == two
    assert one != other


def test_it_says_how_it_was_drawn() -> None:
    graph, grouping = knoke()

    found = role_chances(graph, brokerage(graph, grouping), rounds=9, seed=4)

    assert isinstance(found, RoleChances)
    assert (found.rounds, found.seed) == (9, 4)
    with pytest.raises(ValueError, match="At least one round"):
        role_chances(graph, brokerage(graph, grouping), rounds=0)


def test_labels_are_dealt_among_those_of_known_groups_only() -> None:
    graph = six(directed=True)
    label = {0: "a", 1: "b", 2: "a", 3: "b"}
    kept = TieGraph.from_arrays(range(4), [0, 1, 2, 3], [1, 2, 0, 1], directed=True)

    with_others, alone = (
        role_chances(one, brokerage(one, Grouping.of(one, label)), rounds=MANY).as_many for one in (graph, kept)
    )

    assert with_others[:4] == pytest.approx(alone, abs=0.015, nan_ok=True)
    assert np.isnan(with_others[4:]).all()
    assert not np.isnan(alone).all()
