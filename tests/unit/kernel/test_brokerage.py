from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from graphsvc.kernel.brokerage import COLUMNS, brokerage
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.grouped import arcs, grouped, label_of, roles_by_trying

KNOKE_ROWS = (
    "0100101010 1011101110 0101111001 1100101000 1111001111 0010001010 0101100000 1101101010 0100101000 1110101000"
)
KNOKE_SILOS = ("gov", "nong", "welf", "nong", "gov", "welf", "nong", "nong", "welf", "welf")
"""Of COUN, COMM, EDUC, INDU, MAYR, WRO, NEWS, UWAY, WELF, WEST."""


def knoke() -> tuple[TieGraph, Grouping]:
    """The Knoke information network, as printed by Knoke and Wood (1981), with silos for this test."""
    ties = np.array([[int(cell) for cell in row] for row in KNOKE_ROWS.split()])
    ego, alter = np.nonzero(ties)
    graph = TieGraph.from_arrays(range(10), ego, alter, directed=True)
    return graph, Grouping.of(graph, dict(enumerate(KNOKE_SILOS)))


def network(pairs: str, silos: Mapping[str, str] | None = None, *, directed: bool = True) -> tuple[TieGraph, Grouping]:
    """Ties as in "a1>a2"; the first letter of an actor is its silo where no other is given."""
    ends = [pair.split(">") for pair in pairs.split()]
    ids = sorted({end for pair in ends for end in pair} | set(silos or ()))
    graph = TieGraph.from_arrays(
        ids, [ids.index(one) for one, _ in ends], [ids.index(other) for _, other in ends], directed=directed
    )
    return graph, Grouping.of(graph, silos or {actor: actor[0] for actor in ids})


def table(graph: TieGraph, grouping: Grouping) -> dict[Any, dict[str, int]]:
    rows = brokerage(graph, grouping).counts.tolist()
    return {actor: dict(zip(COLUMNS, row, strict=True)) for actor, row in zip(graph, rows, strict=True)}


def nonzero(row: Mapping[str, int]) -> dict[str, int]:
    return {role: count for role, count in row.items() if count}


def test_the_knoke_network_has_the_roles_that_sna_counts() -> None:
    """By R sna 2.7-1 `brokerage`, and by plain enumeration."""
    found = brokerage(*knoke())

    assert dict(zip(COLUMNS, found.counts.T.tolist(), strict=True)) == {
        "coordinator": [0, 2, 2, 0, 0, 1, 0, 0, 0, 0],
        "itinerant": [1, 3, 0, 0, 6, 0, 0, 0, 0, 0],
        "representative": [0, 6, 4, 1, 4, 0, 0, 0, 2, 1],
        "gatekeeper": [0, 7, 3, 0, 3, 0, 5, 0, 0, 0],
        "liaison": [1, 3, 0, 1, 14, 0, 1, 0, 0, 0],
        "total": [2, 21, 9, 2, 27, 1, 6, 0, 2, 1],
    }
    assert found.network.tolist() == [5, 10, 18, 18, 20, 71]


def test_each_role_is_told_from_the_others() -> None:
    found = table(*network("a1>a2 a2>a3 b1>a2 a2>b2 c1>a2 b1>x"))

    expected = {"coordinator": 1, "itinerant": 1, "representative": 1, "gatekeeper": 2, "liaison": 1, "total": 6}
    assert found["a2"] == expected


def test_a_representative_carries_out_and_a_gatekeeper_lets_in() -> None:
    found = table(*network("a1>a2 a2>b1 b1>b2"))

    assert nonzero(found["a2"]) == {"representative": 1, "total": 1}
    assert nonzero(found["b1"]) == {"gatekeeper": 1, "total": 1}


def test_a_hub_between_three_who_give_and_three_who_get() -> None:
    found = table(*network("1>0 2>0 3>0 0>4 0>5 0>6", dict(zip("0123456", "aababcc", strict=True))))

    assert nonzero(found["0"]) == {"itinerant": 1, "representative": 6, "liaison": 2, "total": 9}


def test_a_cycle_of_three_has_three_brokers() -> None:
    found = table(*network("a1>a2 a2>a3 a3>a1"))

    assert [row["coordinator"] for row in found.values()] == [1, 1, 1]


@pytest.mark.parametrize("directed", [True, False])
def test_nobody_brokers_where_everybody_is_tied(directed: bool) -> None:
    pairs = " ".join(f"{one}>{other}" for one in "abcde" for other in "abcde" if one != other)

    assert not brokerage(*network(pairs, directed=directed)).counts.any()


def test_the_middle_of_a_star_has_each_unordered_pair_once() -> None:
    found = table(*network("a0>a1 a0>a2 a0>b1 a0>b2 a0>c1", directed=False))

    expected = {"coordinator": 1, "itinerant": 1, "representative": 6, "gatekeeper": 6, "liaison": 2, "total": 10}
    assert found["a0"] == expected
    assert not any(found["a1"].values())


@pytest.mark.parametrize("actors", [0, 1, 2, 3])
@pytest.mark.parametrize("directed", [True, False])
def test_without_ties_everybody_has_zeros(actors: int, directed: bool) -> None:
    graph = TieGraph.from_arrays(range(actors), [], [], directed=directed)

    found = brokerage(graph, Grouping.of(graph, dict.fromkeys(range(actors), "a")))

    assert found.counts.tolist() == [[0] * 6] * actors


def test_who_is_in_no_known_group_is_no_broker_and_no_end() -> None:
    pairs = "a1>a2 a2>a3 x>a2 a2>x a1>x x>a3"
    graph, _ = network(pairs)
    grouping = Grouping.of(graph, {"a1": "a", "a2": "a", "a3": "a"})

    found = table(graph, grouping)

    assert {actor: nonzero(row) for actor, row in found.items()} == {
        "a1": {}, "a2": {"coordinator": 1, "total": 1}, "a3": {}, "x": {},
    }  # fmt: skip
    assert (grouping.known, grouping.unknown) == (3, 1)


@settings(max_examples=300)
@given(grouped())
def test_the_counts_are_those_of_trying_all_triples(given: tuple[TieGraph, Grouping]) -> None:
    graph, grouping = given

    expected = roles_by_trying(graph, arcs(graph), label_of(graph, grouping), directed=graph.is_directed())

    assert table(graph, grouping) == expected


@given(grouped())
def test_the_total_is_the_sum_of_the_roles_with_the_gateway_once(given: tuple[TieGraph, Grouping]) -> None:
    found = brokerage(*given)

    sums = found.counts[:, :5].sum(axis=1) - (0 if found.directed else found.counts[:, 3])
    assert found.total.tolist() == sums.tolist()


@given(grouped(directed=False))
def test_an_undirected_tie_is_two_directed_ties_with_every_pair_once(given: tuple[TieGraph, Grouping]) -> None:
    graph, grouping = given
    both = sorted(arcs(graph))
    twice = TieGraph.from_arrays(graph.ids, [one for one, _ in both], [other for _, other in both], directed=True)

    once, ordered = brokerage(graph, grouping).counts, brokerage(twice, grouping).counts

    assert (2 * once[:, [0, 1, 4, 5]]).tolist() == ordered[:, [0, 1, 4, 5]].tolist()
    assert once[:, 2].tolist() == once[:, 3].tolist() == ordered[:, 2].tolist() == ordered[:, 3].tolist()
