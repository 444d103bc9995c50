from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.kernel import brokerage_expected
from graphsvc.kernel.brokerage import COLUMNS, brokerage
from graphsvc.kernel.brokerage_expected import expected_in_network, expected_roles
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.grouped import arcs, grouped, groupings, label_of, networks, roles_by_trying


def deals(label: dict[Any, Any], kind: dict[Any, Any], kept: Any) -> Iterator[dict[Any, Any]]:
    """Every way to deal out the known labels of all but `kept`, within kinds; equal ones come repeatedly."""
    movable = [actor for actor in label if label[actor] is not None and actor != kept]
    kinds = sorted({kind[actor] for actor in movable})

    def within(left: list[Any], dealt: dict[Any, Any]) -> Iterator[dict[Any, Any]]:
        if not left:
            yield dealt
            return
        members = [actor for actor in movable if kind[actor] == left[0]]
        for order in permutations(members):
            yield from within(
                left[1:], {**dealt, **{one: label[other] for one, other in zip(members, order, strict=True)}}
            )

    return within(kinds, label)


def mean_of_all_deals(graph: TieGraph, label: dict[Any, Any], kind: dict[Any, Any]) -> dict[Any, dict[str, float]]:
    tied, directed = arcs(graph), graph.is_directed()
    means = {}
    for broker in graph:
        rows = [roles_by_trying(graph, tied, one, directed=directed)[broker] for one in deals(label, kind, broker)]
        means[broker] = {column: sum(row[column] for row in rows) / len(rows) for column in COLUMNS}
    return means


def table(graph: TieGraph, rows: Any) -> dict[Any, dict[str, float]]:
    return {actor: dict(zip(COLUMNS, row, strict=True)) for actor, row in zip(graph, rows.tolist(), strict=True)}


@settings(max_examples=40, deadline=None)
@given(grouped(largest=5))
def test_the_expected_counts_are_the_mean_over_all_deals_of_the_labels(given: tuple[TieGraph, Grouping]) -> None:
    graph, grouping = given
    expected = mean_of_all_deals(graph, label_of(graph, grouping), dict.fromkeys(graph, "one"))

    found = expected_roles(graph, brokerage(graph, grouping))

    for actor, row in table(graph, found).items():
        is_known = label_of(graph, grouping)[actor] is not None and grouping.known > 2
        assert row == pytest.approx(expected[actor] if is_known else dict.fromkeys(COLUMNS, np.nan), nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_within_kinds_they_are_the_mean_over_all_deals_within_kinds(data: st.DataObject) -> None:
    graph = data.draw(networks(largest=6))
    grouping = data.draw(groupings(graph, unknown=False))
    kinds = data.draw(groupings(graph, groups=3))
    kind = {actor: label or "unknown" for actor, label in label_of(graph, kinds).items()}
    expected = mean_of_all_deals(graph, label_of(graph, grouping), kind)

    found = expected_roles(graph, brokerage(graph, grouping), kinds)

    for actor, row in table(graph, found).items():
        want = expected[actor] if len(graph) > 2 else dict.fromkeys(COLUMNS, np.nan)
        assert row == pytest.approx(want, nan_ok=True)


@given(grouped(largest=10))
def test_with_one_kind_both_ways_agree(given: tuple[TieGraph, Grouping]) -> None:
    graph, grouping = given
    found = brokerage(graph, grouping)

    within = expected_roles(graph, found, Grouping.of(graph, dict.fromkeys(graph, "organization")))

    assert within == pytest.approx(expected_roles(graph, found), nan_ok=True)


@given(grouped(largest=8))
def test_where_nothing_can_be_dealt_out_otherwise_the_expected_counts_are_the_counts(
    given: tuple[TieGraph, Grouping],
) -> None:
    graph, grouping = given
    found = brokerage(graph, grouping)
    alone = Grouping.of(graph, {actor: actor for actor in graph})

    expected = expected_roles(graph, found, alone)

    is_known = grouping.is_known & (grouping.known > 2)
    assert expected[is_known].tolist() == found.counts[is_known].tolist()


def test_the_middle_of_a_star_is_expected_what_the_closed_form_says() -> None:
    """By hand: 3 open pairs, its own silo of 3 among 10, the others of 3 and 4."""
    graph = TieGraph.from_arrays(range(10), [0, 1, 2], [4, 4, 4], directed=False)
    grouping = Grouping.of(graph, dict(enumerate("gngngwnnww")))

    found = expected_roles(graph, brokerage(graph, grouping))[4]

    pairs = 9 * 8
    shares = [2 * 1 / pairs, (4 * 3 + 3 * 2) / pairs, 2 * 2 * 7 / pairs, 2 * 2 * 7 / pairs, 2 * 4 * 3 / pairs, 1]
    assert found.tolist() == pytest.approx([3 * share for share in shares])


def test_roles_that_the_groups_do_not_allow_are_expected_exactly_never() -> None:
    """Two groups leave nobody for a liaison; groups of one leave nobody for the others."""
    graph = TieGraph.from_arrays(range(6), [0, 1, 2, 2, 5], [2, 2, 3, 4, 2], directed=True)
    kinds = Grouping.of(graph, dict(enumerate("oppopo")))

    two, alone = (Grouping.of(graph, dict(enumerate(labels))) for labels in ("aababb", "abcdef"))

    for kind in (None, kinds):
        assert expected_roles(graph, brokerage(graph, two), kind)[2, 4] == 0
        assert expected_roles(graph, brokerage(graph, alone), kind)[2, :4].tolist() == [0, 0, 0, 0]


def test_the_network_is_expected_the_sum_of_its_actors() -> None:
    graph = TieGraph.from_arrays(range(5), [0, 1, 2], [1, 2, 3], directed=True)
    grouping = Grouping.of(graph, dict(enumerate("aabb")))

    rows = expected_roles(graph, brokerage(graph, grouping))

    assert np.isnan(rows[4]).all()
    assert expected_in_network(rows).tolist() == rows[:4].sum(axis=0).tolist()
    assert np.isnan(expected_in_network(rows[4:])).all()


def test_more_kinds_than_can_be_kept_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = TieGraph.from_arrays(range(4), [0, 1, 2], [1, 2, 3], directed=True)
    grouping = Grouping.of(graph, dict.fromkeys(graph, "a"))
    monkeypatch.setattr(brokerage_expected, "MOST_KINDS", 3)

    with pytest.raises(ValueError, match="3 kinds at most; there are 4"):
        expected_roles(graph, brokerage(graph, grouping), Grouping.of(graph, {actor: actor for actor in graph}))
